import { readFrame } from '../../kernel/jupyter/traceback.ts';
import { escapeMarkup } from '../../kernel/text/index.ts';

export type CellPlace =
  /** `number` counts the notebook's cells from 1; `uri` is that of the cell's document. */
  | { readonly kind: 'cell'; readonly number: number; readonly uri: string; readonly isEdited: boolean }
  | { readonly kind: 'deleted' };

/** Where the cell is that ran under a number; undefined where nobody knows. */
export type FindCell = (executionCount: number) => CellPlace | undefined;

/**
 * A line of a traceback with its place as a link: VS Code's own view of errors takes `<a href=…>` for one in folders that are trusted, and
 * follows the address of a cell whatever number it has by then.
 */
export function linkedLine(line: string, find: FindCell): string {
  const frame = readFrame(line);
  if (!frame) return line;
  const { indent, place, rest } = frame;
  const behind = (text: string): string => `${indent}${text}${rest}`;
  if (place.kind === 'file') {
    const { file, line: inFile, column } = place;
    return behind(`File ${link(`${file}:${inFile}:${column}`, `${address(file)}:${inFile}:${column}`)}`);
  }
  const found = find(place.count);
  if (!found) return line;
  const words = `[${place.count}], line ${place.line}`;
  if (found.kind === 'deleted') return behind(`deleted cell ${words}`);
  const name = `cell ${found.number} ${words}`;
  // VS Code counts these lines from 0.
  return behind(`${link(name, `${found.uri}?line=${place.line - 1}`)}${found.isEdited ? ' (edited since)' : ''}`);
}

function link(text: string, href: string): string {
  return `<a href='${escapeMarkup(href)}'>${escapeMarkup(text)}</a>`;
}

/** VS Code decodes what begins with a slash, and takes a drive for a scheme, which it does not decode. */
function address(file: string): string {
  return file.startsWith('/') ? encodeURI(file) : file;
}
