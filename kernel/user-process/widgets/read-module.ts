import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { mostCss, mostModule } from '../../payloads/widget.ts';
import { errorMessage } from '../../text/index.ts';

/** The text of a front end. @throws where it is a file that is not there, an address, no module, or too long. */
export function readModule(source: string, folder: string): string {
  const text = textOf(source, folder, 'module', mostModule, /\.(m?js|[cm]?tsx?|jsx)$/i);
  if (!/\bexport\b/.test(text)) {
    throw new Error(
      'widget: its module exports nothing. A front end is e.g. export function render({ model, el }) { el.textContent = model.get("value") }',
    );
  }
  if (/\.([cm]?tsx?|jsx)$/i.test(source) && text !== source) {
    throw new Error(
      `widget: its module ${source} is TypeScript or JSX; a browser takes JavaScript. Bundle it first, e.g. npx esbuild ${source} --bundle --format=esm --outfile=front-end.js`,
    );
  }
  return text;
}

/** A style sheet. @throws as `readModule`. */
export function readCss(source: string, folder: string): string {
  return textOf(source, folder, 'css', mostCss, /\.css$/i);
}

function textOf(source: string, folder: string, what: string, most: number, endings: RegExp): string {
  const isName = !/[\n{;]/.test(source) && endings.test(source.trim());
  if (/^https?:\/\/\S+$/i.test(source.trim())) {
    throw new Error(
      `widget: its ${what} is an address: nothing is fetched from the network. Download ${source} first.`,
    );
  }
  const text = isName ? fileText(resolve(folder, source.trim()), source, what, most) : source;
  if (text.length > most) {
    throw new Error(`widget: its ${what} has ${text.length} characters; at most ${most} are shown.`);
  }
  return text;
}

function fileText(path: string, source: string, what: string, most: number): string {
  try {
    if (statSync(path).size > 4 * most) throw new Error('it is too long');
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Error(`widget: its ${what} ${source} cannot be read (looked for ${path}): ${errorMessage(error)}`);
  }
}
