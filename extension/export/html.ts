import MarkdownIt from 'markdown-it';
import { isObject } from '../../kernel/guards/index.ts';
import { readFrame } from '../../kernel/jupyter/traceback.ts';
import { figurePicture } from '../../kernel/pictures/index.ts';
import { escapeMarkup } from '../../kernel/text/index.ts';
import { errorMime, stderrMime, stdoutMime } from '../editor-mimes.ts';
import { ansiMarkup } from './ansi.ts';
import type { ExportedCell, ExportedNotebook, ExportedOutput } from './cells.ts';
import { codeMarkup } from './code.ts';
import { inlineScripts, livePayload } from './live.ts';
import { harmlessMarkup } from './markup.ts';
import type { PageRenderer, PageScripts } from './page-scripts.ts';
import { pageStyle } from './style.ts';

/**
 * A notebook as one page that needs nothing else and fetches nothing: its pictures move as in VS Code, and stand still where scripts
 * are off. Texts are escaped, and of scripts only those of the page itself run.
 */
export function toHtml({ title, cells }: ExportedNotebook, scripts: PageScripts): string {
  // Raw HTML in a markdown cell stays text, and links that are no links (javascript:) too.
  const markdown = new MarkdownIt({ html: false, linkify: true, highlight: codeMarkup });
  const orders = new Set(cells.flatMap(({ executionOrder }) => executionOrder ?? []));
  const page: Page = { markdown, orders, known: scripts.renderers, renderers: new Set(), anchors: new Set() };
  const body = cells.map((cell, index) =>
    cell.kind === 'code'
      ? codeCell(cell, index, page)
      : `<section class="markup">\n${markdown.render(cell.text)}</section>`,
  );
  const { markup, sources } = inlineScripts(scripts, page.renderers);
  const policy = `default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src ${sources}`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escapeMarkup(title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<header></header>
<main>
${body.join('\n')}
</main>
${markup}
</body>
</html>
`;
}

/** What is known of the whole page while its cells are written. */
type Page = {
  readonly markdown: InstanceType<typeof MarkdownIt>;
  /** Execution numbers of its cells. */
  readonly orders: ReadonlySet<number>;
  readonly known: readonly PageRenderer[];
  /** Those that its outputs need. */
  readonly renderers: Set<PageRenderer>;
  /** Numbers that frames can lead to so far: after a restart two cells may have one. */
  readonly anchors: Set<number>;
};

function codeCell({ text, language, executionOrder, outputs }: ExportedCell, index: number, page: Page): string {
  const order = executionOrder === undefined ? '' : `<span class="order">[${executionOrder}]</span>`;
  const shown = outputs.map((output, i) => outputOf(output, { idPrefix: `c${index}o${i}-`, output, page }));
  const code =
    text.trim() === ''
      ? ''
      : `${order}<pre class="code"><code class="${escapeMarkup(language)}">${codeMarkup(text, language)}</code></pre>`;
  const isAnchor = executionOrder !== undefined && !page.anchors.has(executionOrder);
  if (isAnchor) page.anchors.add(executionOrder);
  return `<section class="cell"${isAnchor ? ` id="cell-${executionOrder}"` : ''}>${[code, ...shown].join('\n')}</section>`;
}

function outputOf(output: ExportedOutput, context: Context): string {
  const still = drawn(output, context);
  const live = livePayload(output, context.page.known);
  if (live === 'too large') return `<div class="output">${still}<p class="told">${tooLarge}</p></div>`;
  if (!live) return `<div class="output">${still}</div>`;
  context.page.renderers.add(live.renderer);
  return `<div class="output"><div class="still">${still}</div>${live.markup}</div>`;
}

const tooLarge = 'Its data is too large for a page: this picture does not answer. In the notebook it does.';

/** The best representation of an output that can stand in the page. */
function drawn(output: ExportedOutput, context: Context): string {
  for (const [mime, draw] of representations) {
    const value = output[mime];
    const picture = value === undefined ? undefined : draw(value, context);
    if (picture !== undefined) return picture;
  }
  return `<pre>${escapeMarkup(`An output that only an editor can show: ${Object.keys(output).join(', ')}`)}</pre>`;
}

type Context = { readonly idPrefix: string; readonly output: ExportedOutput; readonly page: Page };

const representations: readonly (readonly [
  mime: string,
  draw: (value: string, context: Context) => string | undefined,
])[] = [
  ['image/svg+xml', (value, { idPrefix, output }) => vectorPicture(value, idPrefix, output)],
  ['application/vnd.plotly.v1+json', (value) => figurePicture(parsed(value))],
  ...['image/png', 'image/jpeg', 'image/gif', 'image/webp'].map(
    (mime) => [mime, (value: string, { output }: Context) => pixels(mime, value, output)] as const,
  ),
  [
    'text/html',
    (value, { idPrefix }) => (value.length > longestText ? undefined : harmlessMarkup(value, 'html', idPrefix)),
  ],
  [stdoutMime, (value) => `<pre>${text(value)}</pre>`],
  [stderrMime, (value) => `<pre class="stderr">${text(value)}</pre>`],
  [errorMime, (value, { page }) => `<pre class="error">${traceback(errorText(value), page)}</pre>`],
  ['text/markdown', (value, { page }) => page.markdown.render(value)],
  ['text/plain', (value) => `<pre>${text(value)}</pre>`],
  ['application/json', (value) => `<pre>${text(value)}</pre>`],
];

/** UTF-16 code units of one text: a cell can print more than a page can hold. */
const longestText = 100_000;

function text(value: string): string {
  const rest = value.length - longestText;
  if (rest <= 0) return ansiMarkup(value);
  const told = `… ${rest.toLocaleString('en')} more characters are in the notebook.`;
  return `${ansiMarkup(value.slice(0, longestText))}\n<em>${told}</em>`;
}

/** Frames that name a cell of the page lead to it. */
function traceback(value: string, { orders }: Page): string {
  return value
    .slice(0, longestText)
    .split('\n')
    .map((line) => {
      const place = readFrame(line)?.place;
      const markup = ansiMarkup(line);
      if (place?.kind !== 'cell' || !orders.has(place.count)) return markup;
      return markup.replace(
        /Cell <span.*?<\/span>, <span.*?<\/span>/,
        (words) => `<a href="#cell-${place.count}">${words}</a>`,
      );
    })
    .join('\n');
}

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

/** A notebook file may hold anything. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
