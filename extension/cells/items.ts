import { joinedText, type MimeBundle, type Output } from '../../kernel/jupyter/notebook-outputs.ts';
import { errorMime, stderrMime, stdoutMime } from '../editor-mimes.ts';
import { type FindCell, linkedLine } from './traceback-links.ts';

/** One representation of an output; `mime` is a MIME type or one of the editor's own three below. */
export type Item = { readonly mime: string; readonly data: Uint8Array };

/** What the notebook file keeps of an output beside its data; the names are those of VS Code's own .ipynb serializer. */
export type OutputMetadata = {
  readonly outputType: Output['output_type'];
  readonly executionCount?: number;
  readonly metadata?: unknown;
  readonly originalError?: unknown;
};

/** An output as VS Code shows it. `find` is given where it takes links in errors. */
export function toItems(output: Output, find?: FindCell): readonly Item[] {
  switch (output.output_type) {
    case 'stream':
      return [{ mime: output.name === 'stderr' ? stderrMime : stdoutMime, data: utf8(output.text) }];
    case 'error': {
      const lines = output.traceback.flatMap((part) => part.split('\n'));
      const stack = lines.map((line) => (find ? linkedLine(line, find) : line)).join('\n');
      const error = { name: output.ename, message: output.evalue, stack };
      return [{ mime: errorMime, data: utf8(JSON.stringify(error)) }];
    }
    default:
      return bundleItems(output.data);
  }
}

/** An output as VS Code saves it. */
export function toMetadata(output: Output): OutputMetadata {
  const outputType = output.output_type;
  switch (output.output_type) {
    case 'stream':
      return { outputType };
    case 'error': {
      const { ename, evalue, traceback } = output;
      return { outputType, originalError: { ename, evalue, traceback } };
    }
    default: {
      const { metadata, execution_count: count } = output;
      return { outputType, metadata, ...(count === undefined ? {} : { executionCount: count }) };
    }
  }
}

/** The representations of a MIME bundle, ours first: the editor shows the first one that it knows no better order for. */
function bundleItems(bundle: MimeBundle): Item[] {
  return Object.entries(bundle)
    .map(([mime, value]) => ({ mime, data: toBytes(mime, value) }))
    .sort((a, b) => Number(isOurs(b.mime)) - Number(isOurs(a.mime)));
}

function isOurs(mime: string): boolean {
  return mime.startsWith('application/vnd.multitask-notebook.');
}

/**
 * Jupyter sends JSON types as values, text as a string or as lines, and everything binary as base64. VS Code shows and saves
 * pictures as bytes; other base64 it saves as it is given.
 */
function toBytes(mime: string, value: unknown): Uint8Array {
  if (/^application\/(.+\+)?json$/.test(mime)) return utf8(JSON.stringify(value));
  const written = joinedText(value);
  const isPicture = mime.startsWith('image/') && mime !== 'image/svg+xml';
  return isPicture ? Buffer.from(written, 'base64') : utf8(written);
}

function utf8(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}
