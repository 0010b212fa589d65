import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

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

export type Output =
  | { readonly output_type: 'stream'; readonly name: string; readonly text: string }
  | {
      readonly output_type: 'display_data' | 'execute_result';
      readonly data: MimeBundle;
      readonly metadata: Readonly<Record<string, unknown>>;
      readonly execution_count?: number;
    }
  | { readonly output_type: 'error'; readonly ename: string; readonly evalue: string; readonly traceback: string[] };

export type MimeBundle = Readonly<Record<string, unknown>>;

/** Reads a notebook that our kernel can run. Its errors name the file and what is wrong in it. */
export async function readNotebook(file: string): Promise<Notebook> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(error.code === 'ENOENT' ? `There is no notebook ${file}.` : `${file}: ${error.message}`);
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is not a notebook: ${(error as Error).message}`);
  }
  return parseNotebook(value, file);
}

/** Checks the parsed JSON of a notebook and gives every cell an id, as nbformat 4.5 wants. */
export function parseNotebook(value: unknown, file: string): Notebook {
  const fields = record(value);
  if (!fields || !Array.isArray(fields.cells)) throw new Error(`${file} is not a notebook: it has no list "cells".`);
  if (fields.nbformat !== 4) throw new Error(`${file} has nbformat ${fields.nbformat}; only 4 can be run.`);
  const metadata = record(fields.metadata) ?? {};
  const language = record(metadata.language_info)?.name ?? record(metadata.kernelspec)?.language ?? 'typescript';
  if (!['typescript', 'javascript'].includes(String(language).toLowerCase())) {
    throw new Error(`${file} is written in ${language}; this kernel runs TypeScript and JavaScript.`);
  }
  const cells = fields.cells.map((each: unknown, index): NotebookCell => {
    const cell = record(each);
    if (!cell || typeof cell.cell_type !== 'string') throw new Error(`${file}: cell ${index + 1} has no cell_type.`);
    return {
      ...cell,
      id: typeof cell.id === 'string' ? cell.id : randomUUID().slice(0, 8),
      cell_type: cell.cell_type,
      metadata: record(cell.metadata) ?? {},
      source: Array.isArray(cell.source) ? cell.source.join('') : String(cell.source ?? ''),
      outputs: undefined,
    };
  });
  return { nbformat: 4, nbformat_minor: Math.max(5, Number(fields.nbformat_minor) || 0), metadata, cells };
}

/** Writes a notebook as Jupyter does (texts as lists of lines), whole or not at all. */
export async function writeNotebook(file: string, notebook: Notebook): Promise<void> {
  const text = `${JSON.stringify(toJson(notebook), null, 1)}\n`;
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    await mkdir(dirname(file), { recursive: true });
    const handle = await open(temporary, 'w');
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
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

function record(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}
