import { fieldsOf } from '../../kernel/guards/index.ts';
import { errorMime, stderrMime, stdoutMime } from '../editor-mimes.ts';

/** A notebook as exports need it: no VS Code, no file format. */
export type ExportedNotebook = {
  readonly title: string;
  readonly cells: readonly ExportedCell[];
};

export type ExportedCell = {
  readonly kind: 'code' | 'markup';
  readonly language: string;
  readonly text: string;
  readonly executionOrder?: number | undefined;
  readonly outputs: readonly ExportedOutput[];
};

/** The representations of one output: text as it is, anything binary in base64. */
export type ExportedOutput = Readonly<Record<string, string>>;

export type OutputItem = { readonly mime: string; readonly data: Uint8Array };

/**
 * One output of an open notebook. What a stream wrote in several pieces is one text; an error is as the notebook's file has it, without
 * the links that it has in the editor.
 */
export function exportedOutput(items: readonly OutputItem[], metadata?: unknown): ExportedOutput {
  const output: Record<string, string> = {};
  for (const { mime, data } of items) {
    const isBinary = /^(image|audio|video)\//.test(mime) && mime !== 'image/svg+xml';
    const text = isBinary ? Buffer.from(data).toString('base64') : new TextDecoder().decode(data);
    output[mime] = mime === stdoutMime || mime === stderrMime ? (output[mime] ?? '') + text : text;
  }
  const { ename, evalue, traceback } = fieldsOf(fieldsOf(metadata).originalError);
  if (errorMime in output && Array.isArray(traceback)) {
    output[errorMime] = JSON.stringify({ name: ename, message: evalue, stack: traceback.join('\n') });
  }
  return output;
}
