import type { CalibrationPayload } from '../../../kernel/payloads/calibration.ts';
import { csv } from '../host/index.ts';

/** A calibration as tidy CSV, one bin of a task a line. */
export function calibrationCsv({ tasks }: CalibrationPayload): string {
  const rows = tasks.flatMap(({ name, curve }) =>
    (curve?.bins ?? []).map((bin, i) => [name, i + 1, bin.rows, bin.predicted, bin.observed, bin.low, bin.high]),
  );
  return csv(['task', 'bin', 'rows', 'predicted', 'observed', 'low', 'high'], rows);
}
