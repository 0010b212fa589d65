import { createHash } from 'node:crypto';
import { escapeMarkup } from '../../kernel/text/index.ts';
import type { ExportedOutput } from './cells.ts';
import type { PageRenderer, PageScripts } from './page-scripts.ts';

/** UTF-16 code units of a payload that is drawn; a larger one keeps its still picture. */
const longestPayload = 1_000_000;

/** What stands in the page for the renderer of an output, beside its still picture. */
export type LivePayload = { readonly renderer: PageRenderer; readonly markup: string };

export function livePayload(
  output: ExportedOutput,
  renderers: readonly PageRenderer[],
): LivePayload | 'too large' | undefined {
  const known = renderers.flatMap((renderer) => renderer.mimeTypes.map((mime) => ({ mime, renderer })));
  // An output of ours may carry a figure for clients that know only those.
  const isOurs = (mime: string): boolean => mime.startsWith('application/vnd.multitask-notebook.');
  for (const { mime, renderer } of known.sort((a, b) => Number(isOurs(b.mime)) - Number(isOurs(a.mime)))) {
    const json = output[mime];
    if (json === undefined) continue;
    if (json.length > longestPayload) return 'too large';
    if (!isJson(json)) continue;
    // In JSON this is the same character, and to HTML neither the end of the script nor a comment.
    const data = json.replaceAll('<', '\\u003c');
    const [of, type] = [escapeMarkup(renderer.name), escapeMarkup(mime)];
    const markup = `<script type="application/json" data-renderer="${of}" data-mime="${type}">${data}</script>`;
    return { renderer, markup };
  }
  return undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

export type InlineScripts = {
  readonly markup: string;
  /** What the content policy says of them: these and no others run. */
  readonly sources: string;
};

/** The page's own script and the renderers that it needs, each once. */
export function inlineScripts({ page }: PageScripts, needed: ReadonlySet<PageRenderer>): InlineScripts {
  const parts = [...needed].map(({ name, script }) => asAssignment(script, `renderers[${JSON.stringify(name)}]`));
  const texts = ['const renderers = {};', ...parts, `let page;${asAssignment(page, 'page')}page(renderers);`];
  return {
    markup: texts.map((text) => `<script>${text}</script>`).join('\n'),
    sources: texts.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`).join(' '),
  };
}

/** A bundle as a script of its own scope, which gives its one export a name. Licences stand behind the export, and stay. */
function asAssignment(bundle: string, name: string): string {
  const [found, ...more] = bundle.matchAll(/\bexport\s*\{\s*([\w$]+) as activate\s*\};?/g);
  if (!found || more.length > 0) throw new Error('A renderer has not its one export: npm run build makes them again.');
  const [whole, local] = found;
  const body = bundle.slice(0, found.index);
  const behind = bundle.slice(found.index + whole.length).replace(/^\/\/# sourceMappingURL=.*$/m, '');
  // Only strings, patterns and comments can hold these, and mean the same by it.
  const inHtml = `${body}${name}=${local};${behind}`.replace(/<(?=\/script|!--)/gi, '\\x3c').replaceAll('\r\n', '\n');
  return `(()=>{"use strict";${inHtml}\n})();`;
}
