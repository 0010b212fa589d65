import { element } from './element.ts';
import { viewAsSvg } from './view-as-svg.ts';

/** Saves what is seen, without its controls. VS Code asks where; a browser puts it into its downloads. */
export async function savePicture(root: HTMLElement, name: string, format: 'png' | 'svg'): Promise<void> {
  const { svg, width, height } = viewAsSvg(root);
  const vector = new Blob([svg], { type: 'image/svg+xml' });
  download(root, format === 'svg' ? vector : await asPng(vector, width, height), `${fileName(name)}.${format}`);
}

/** Twice the size on screen, so that text is sharp on paper. */
const pngScale = 2;

async function asPng(svg: Blob, width: number, height: number): Promise<Blob> {
  const image = new Image();
  const url = URL.createObjectURL(svg);
  try {
    image.src = url;
    await image.decode();
    const canvas = element('canvas', { width: width * pngScale, height: height * pngScale });
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob(
        (blob) => (blob === null ? reject(new Error('The picture could not be drawn.')) : resolve(blob)),
        'image/png',
      );
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** VS Code's page listens for clicks on links with `download`, so the link has to be in the document. */
function download(root: HTMLElement, data: Blob, name: string): void {
  const link = element('a', { href: URL.createObjectURL(data), download: name, hidden: true });
  root.append(link);
  link.click();
  link.remove();
  // The host reads the data after the click returns.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function fileName(name: string): string {
  return (
    name
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-+|-+$/g, '')
      .toLowerCase() || 'picture'
  );
}

/** Without permission for the clipboard (some embedded pages), the old way through a selection still works. */
export async function copyText(root: HTMLElement, text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch (error) {
    const field = element('textarea', { 'aria-hidden': 'true' });
    field.value = text;
    root.append(field);
    field.select();
    const isCopied = document.execCommand('copy');
    field.remove();
    if (!isCopied) throw error;
  }
}
