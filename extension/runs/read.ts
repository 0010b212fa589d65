import { trainingMime } from '../../kernel/payloads/mime.ts';
import { parseTrainingPayload, type TrainingPayload } from '../../kernel/payloads/training.ts';

/** A run as it was found in a notebook. */
export type FoundRun = {
  readonly payload: TrainingPayload;
  /** Position of its cell, markup cells counted. */
  readonly cell: number;
};

/** The runs in the outputs of a saved .ipynb file; none where the file is no notebook. */
export function runsOfFile(source: string): readonly FoundRun[] {
  // Most notebooks have none, and reading their pictures as JSON takes time.
  if (!source.includes(trainingMime)) return [];
  return cellsOf(source).flatMap(({ outputs }, cell) => {
    if (!Array.isArray(outputs)) return [];
    return outputs.flatMap((output) => {
      const data: unknown = output?.data?.[trainingMime];
      const payload = data === undefined ? undefined : readPayload(data);
      return payload ? [{ payload, cell }] : [];
    });
  });
}

/** A payload of an open notebook's output: JSON as bytes. */
export function readPayloadBytes(data: Uint8Array): TrainingPayload | undefined {
  return readPayload(parsed(new TextDecoder().decode(data)));
}

function readPayload(value: unknown): TrainingPayload | undefined {
  const result = parseTrainingPayload(value);
  return result.ok ? result.value : undefined;
}

type FileCell = { readonly outputs?: readonly { readonly data?: Readonly<Record<string, unknown>> }[] };

function cellsOf(source: string): readonly FileCell[] {
  const file = parsed(source);
  if (typeof file !== 'object' || file === null || !('cells' in file) || !Array.isArray(file.cells)) return [];
  return file.cells.map((cell) => (typeof cell === 'object' && cell !== null ? cell : {}));
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
