import { element } from './element.ts';
import { viewAsSvg } from './view-as-svg.ts';

/** Saves what is seen, without its controls. VS Code asks where; a browser puts it into its downloads. */
export async function savePicture(root: HTMLElement, name: string, format: 'png' | 'svg'): Promise<void> {
  download(root, await pictureUrl(root, format), `${fileName(name)}.${format}`);
}

/** What is seen, without its controls, as a data: address in base64. */
export async function pictureUrl(root: HTMLElement, format: 'png' | 'svg'): Promise<string> {
  const { svg, width, height } = viewAsSvg(root);
  const vector = await asDataUrl(new Blob([svg], { type: 'image/svg+xml' }));
  return format === 'svg' ? vector : asPng(vector, width, height);
}

/** Twice the size on screen, so that text is sharp on paper. */
const pngScale = 2;

async function asPng(svg: string, width: number, height: number): Promise<string> {
  const image = new Image();
  image.src = svg;
  await image.decode();
  const canvas = element('canvas', { width: width * pngScale, height: height * pngScale });
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/png');
}

/** The content policy of VS Code's notebook pages allows no blob: addresses, and its save dialog wants base64. */
function asDataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

/** VS Code's page listens for clicks on links with `download`, so the link has to be in the document. */
function download(root: HTMLElement, href: string, name: string): void {
  const link = element('a', { href, download: name, hidden: true });
  root.append(link);
  link.click();
  link.remove();
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
