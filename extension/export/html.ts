import MarkdownIt from 'markdown-it';
import { isObject } from '../../kernel/guards/index.ts';
import { figurePicture } from '../../kernel/pictures/index.ts';
import { escapeMarkup } from '../../kernel/text/index.ts';
import { errorMime, stderrMime, stdoutMime } from '../editor-mimes.ts';
import type { ExportedCell, ExportedNotebook, ExportedOutput } from './cells.ts';
import { harmlessMarkup } from './markup.ts';
import { pageStyle } from './style.ts';

/** A notebook as one page that needs nothing else: pictures inside, text escaped, no script, nothing fetched. */
export function toHtml({ title, cells }: ExportedNotebook): string {
  // Raw HTML in a markdown cell stays text, and links that are no links (javascript:) too.
  const markdown = new MarkdownIt({ html: false, linkify: true });
  const body = cells.map((cell, index) =>
    cell.kind === 'code' ? codeCell(cell, index) : `<section class="markup">\n${markdown.render(cell.text)}</section>`,
  );
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${escapeMarkup(title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<main>
${body.join('\n')}
</main>
</body>
</html>
`;
}

function codeCell({ text, language, executionOrder, outputs }: ExportedCell, index: number): string {
  const order = executionOrder === undefined ? '' : `<span class="order">[${executionOrder}]</span>`;
  const shown = outputs.map((output, i) => `<div class="output">${drawn(output, `c${index}o${i}-`)}</div>`);
  const code =
    text.trim() === ''
      ? ''
      : `${order}<pre class="code"><code class="${escapeMarkup(language)}">${escapeMarkup(text)}</code></pre>`;
  return `<section class="cell">${[code, ...shown].join('\n')}</section>`;
}

/** The best representation of an output that can stand in the page. */
function drawn(output: ExportedOutput, idPrefix: string): string {
  for (const [mime, draw] of representations) {
    const value = output[mime];
    const picture = value === undefined ? undefined : draw(value, { idPrefix, output });
    if (picture !== undefined) return picture;
  }
  return `<pre>${escapeMarkup(`An output that only an editor can show: ${Object.keys(output).join(', ')}`)}</pre>`;
}

type Context = { readonly idPrefix: string; readonly output: ExportedOutput };

const representations: readonly (readonly [
  mime: string,
  draw: (value: string, context: Context) => string | undefined,
])[] = [
  ['image/svg+xml', (value, { idPrefix, output }) => vectorPicture(value, idPrefix, output)],
  ['application/vnd.plotly.v1+json', (value) => figurePicture(parsed(value))],
  ...['image/png', 'image/jpeg', 'image/gif', 'image/webp'].map(
    (mime) => [mime, (value: string, { output }: Context) => pixels(mime, value, output)] as const,
  ),
  ['text/html', (value, { idPrefix }) => harmlessMarkup(value, 'html', idPrefix)],
  [stdoutMime, (value) => `<pre>${escapeMarkup(withoutColours(value))}</pre>`],
  [stderrMime, (value) => `<pre class="stderr">${escapeMarkup(withoutColours(value))}</pre>`],
  [errorMime, (value) => `<pre class="error">${escapeMarkup(withoutColours(errorText(value)))}</pre>`],
  ['text/markdown', (value) => new MarkdownIt({ html: false }).render(value)],
  ['text/plain', (value) => `<pre>${escapeMarkup(withoutColours(value))}</pre>`],
  ['application/json', (value) => `<pre>${escapeMarkup(value)}</pre>`],
];

/** Inlined where that is safe: its text can be found and copied. Else as an image, in which nothing runs. */
function vectorPicture(source: string, idPrefix: string, output: ExportedOutput): string | undefined {
  const data = Buffer.from(source).toString('base64');
  return harmlessMarkup(source, 'svg', idPrefix) ?? pixels('image/svg+xml', data, output);
}

function pixels(mime: string, base64: string, output: ExportedOutput): string | undefined {
  const data = base64.replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/]+=*$/.test(data)) return undefined;
  return `<img alt="${escapeMarkup(output['text/plain'] ?? 'picture')}" src="data:${mime};base64,${data}">`;
}

function errorText(value: string): string {
  const error = parsed(value);
  if (!isObject(error)) return value;
  const { name, message, stack } = error;
  return typeof stack === 'string' && stack !== '' ? stack : `${String(name)}: ${String(message)}`;
}

/** Without the escape sequences that colour text in a terminal. */
function withoutColours(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
  return text.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '');
}

/** A notebook file may hold anything. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
