import { type Calibration, calibrationTable } from '../../multitask/calibration/index.ts';
import { type CalibrationPayload, mostCalibration } from '../../payloads/calibration.ts';
import { calibrationMime } from '../../payloads/mime.ts';
import { calibrationPicture } from '../../pictures/index.ts';
import { tableText } from '../../text/index.ts';

/** How a calibration is shown: our renderer, a still picture, and text for everybody else. */
export function calibrationBundle(calibration: Calibration): Readonly<Record<string, unknown>> {
  const payload = calibrationPayload(calibration);
  return {
    [calibrationMime]: payload,
    'image/svg+xml': calibrationPicture(payload),
    'text/plain': tableText(calibrationTable(calibration)),
  };
}

/** As its picture needs it: rounded, and bounded in size. */
export function calibrationPayload({ title, data, rows, tasks }: Calibration): CalibrationPayload {
  const shown = tasks.slice(0, mostCalibration.tasks);
  return {
    version: 1,
    title,
    ...(data === undefined ? {} : { data }),
    rows,
    tasks: shown.map((task) => {
      const { name, kind, rows } = task;
      if ('refusal' in task) return { name, kind, rows, refusal: task.refusal };
      const { predicted, observed, bias, ratio, gap, off, bins, histogram } = task.curve;
      const estimate = ({ value, error }: typeof bias) => ({ value: short(value), error: finite(error) });
      return {
        name,
        kind,
        rows,
        curve: {
          predicted: short(predicted),
          observed: short(observed),
          bias: estimate(bias),
          ...(ratio && { ratio: estimate(ratio) }),
          gap: { value: short(gap.value), chance: short(gap.chance) },
          off,
          bins: bins.map((bin) => ({
            rows: bin.rows,
            predicted: short(bin.predicted),
            observed: short(bin.observed),
            low: finite(bin.low),
            high: finite(bin.high),
          })),
          histogram: { ...histogram, low: short(histogram.low), high: short(histogram.high) },
        },
      };
    }),
    more: tasks.length - shown.length,
  };
}

const short = (value: number): number => Number(value.toPrecision(6));

/** JSON has no NaN. */
const finite = (value: number): number | null => (Number.isFinite(value) ? short(value) : null);
