import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { replaceFile } from '../../files/index.ts';
import { fieldsOf, isObject } from '../../guards/index.ts';
import type { Output } from '../../jupyter/index.ts';

/** A notebook as nbformat 4.5 writes it. */
export type Notebook = {
  readonly nbformat: 4;
  readonly nbformat_minor: number;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly cells: readonly NotebookCell[];
};

export type NotebookCell = {
  readonly id: string;
  readonly cell_type: string;
  readonly source: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly execution_count?: number | null;
  readonly outputs?: readonly Output[];
  readonly [other: string]: unknown;
};

/** Reads a notebook that our kernel can run. Its errors name the file and what is wrong in it. */
export async function readNotebook(file: string): Promise<Notebook> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new Error(`There is no notebook ${file}.`);
    throw new Error(error.code === 'EISDIR' ? `${file} is a folder, not a notebook.` : `${file}: ${error.message}`);
  });
  const text = decode(bytes, file);
  if (text.trim() === '') throw new Error(`${file} is not a notebook: it is empty.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is not a notebook: ${(error as Error).message}`);
  }
  return parseNotebook(value, file);
}

/** Notebooks are UTF-8. Editors on Windows put a byte-order mark before it, or write UTF-16, which the mark tells. */
function decode(bytes: Uint8Array, file: string): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  try {
    // It takes the mark away.
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new Error(`${file} is not a notebook: its bytes are no text in ${encoding.toUpperCase()}.`);
  }
}

/** Checks the parsed JSON of a notebook and gives every cell an id of its own, as nbformat 4.5 wants. */
export function parseNotebook(value: unknown, file: string): Notebook {
  if (!isObject(value)) throw new Error(`${file} is not a notebook: it holds no JSON object.`);
  const { nbformat, cells: given, nbformat_minor } = value;
  checkFormat(nbformat, file);
  if (!Array.isArray(given)) throw new Error(`${file} is not a notebook: it has no list "cells".`);
  const metadata = fieldsOf(value.metadata);
  const language = fieldsOf(metadata.language_info).name ?? fieldsOf(metadata.kernelspec).language ?? 'typescript';
  if (!['typescript', 'javascript'].includes(String(language).toLowerCase())) {
    throw new Error(`${file} is written in ${language}; this kernel runs TypeScript and JavaScript.`);
  }
  const ids = new Set<string>();
  const cells = given.map((each: unknown, index): NotebookCell => {
    const cell = fieldsOf(each);
    if (typeof cell.cell_type !== 'string') throw new Error(`${file}: cell ${index + 1} has no cell_type.`);
    return {
      ...cell,
      id: ownId(cell.id, ids),
      cell_type: cell.cell_type,
      metadata: fieldsOf(cell.metadata),
      source: sourceOf(cell.source, `${file}: cell ${index + 1}`),
      outputs: undefined,
    };
  });
  return { nbformat: 4, nbformat_minor: Math.max(5, Number(nbformat_minor) || 0), metadata, cells };
}

function checkFormat(format: unknown, file: string): void {
  if (format === 4) return;
  if (typeof format !== 'number') {
    throw new Error(
      `${file} is not a notebook: its "nbformat" must be 4; it is ${JSON.stringify(format) ?? 'missing'}.`,
    );
  }
  const remedy =
    format < 4
      ? `Convert it first: jupyter nbconvert --to notebook --nbformat 4 ${JSON.stringify(file)}`
      : 'Save it as format 4 with the program that wrote it.';
  throw new Error(`${file} has nbformat ${format}; only 4 can be run. ${remedy}`);
}

/** Cells that were copied by hand share an id: the first keeps it. */
function ownId(given: unknown, taken: Set<string>): string {
  const isGood = typeof given === 'string' && /^[\w-]{1,64}$/.test(given) && !taken.has(given);
  const id = isGood ? given : randomUUID().slice(0, 8);
  taken.add(id);
  return id;
}

function sourceOf(source: unknown, place: string): string {
  const lines = Array.isArray(source) ? source : [source ?? ''];
  if (!lines.every((line) => typeof line === 'string')) {
    throw new Error(`${place} has a source that is no text and no list of lines.`);
  }
  return lines.join('');
}

/** Writes a notebook as Jupyter does (texts as lists of lines), whole or not at all. */
export async function writeNotebook(file: string, notebook: Notebook): Promise<void> {
  const text = `${JSON.stringify(toJson(notebook), null, 1)}\n`;
  try {
    await replaceFile(file, text);
  } catch (error) {
    throw new Error(`The notebook cannot be written to ${file}: ${(error as Error).message}`);
  }
}

function toJson(notebook: Notebook): unknown {
  return {
    cells: notebook.cells.map(({ outputs, execution_count, ...cell }) => ({
      ...cell,
      source: lines(cell.source),
      ...(cell.cell_type === 'code'
        ? { execution_count: execution_count ?? null, outputs: (outputs ?? []).map(outputToJson) }
        : {}),
    })),
    metadata: notebook.metadata,
    nbformat: notebook.nbformat,
    nbformat_minor: notebook.nbformat_minor,
  };
}

function outputToJson(output: Output): unknown {
  if (output.output_type === 'stream') return { ...output, text: lines(output.text) };
  if (output.output_type === 'error') return output;
  const data = Object.entries(output.data).map(([mime, value]) => [mime, isText(mime) ? lines(value) : value]);
  return { ...output, data: Object.fromEntries(data) };
}

function isText(mime: string): boolean {
  return mime.startsWith('text/') || mime === 'image/svg+xml' || mime === 'application/javascript';
}

function lines(text: unknown): unknown {
  return typeof text === 'string' ? text.split(/(?<=\n)/).filter((line) => line !== '') : text;
}
