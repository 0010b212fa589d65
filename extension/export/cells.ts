import { stderrMime, stdoutMime } from '../editor-mimes.ts';

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

/** One output of an open notebook. What a stream wrote in several pieces is one text. */
export function exportedOutput(items: readonly OutputItem[]): ExportedOutput {
  const output: Record<string, string> = {};
  for (const { mime, data } of items) {
    const isBinary = /^(image|audio|video)\//.test(mime) && mime !== 'image/svg+xml';
    const text = isBinary ? Buffer.from(data).toString('base64') : new TextDecoder().decode(data);
    output[mime] = mime === stdoutMime || mime === stderrMime ? (output[mime] ?? '') + text : text;
  }
  return output;
}
