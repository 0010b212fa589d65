import { fieldsOf } from '../../kernel/guards/index.ts';
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
      const data = fieldsOf(fieldsOf(output).data)[trainingMime];
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

function cellsOf(source: string): readonly Readonly<Record<string, unknown>>[] {
  const { cells } = fieldsOf(parsed(source));
  return Array.isArray(cells) ? cells.map(fieldsOf) : [];
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
