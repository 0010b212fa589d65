import { count, fraction, signed, significant } from '../../../text/index.ts';
import type {
  CalibrationBinPayload,
  CalibrationCurvePayload,
  CalibrationPayload,
  CalibrationPayloadTask,
} from '../../calibration.ts';

/** What every picture of a calibration says in words. */

/** `MMoE · census-income test, 49,881 rows`. */
export function calibrationFacts({ title, data, rows }: CalibrationPayload): string {
  return [title, `${data === undefined ? '' : `${data}, `}${count(rows)} rows`].join(' · ');
}

type Kind = CalibrationPayloadTask['kind'];

/** A probability, or a value in label units. */
export function calibrationNumber(value: number | null, kind: Kind, digits = 4): string {
  return kind === 'binary' ? fraction(value, digits) : significant(value, digits);
}

/** `On average 5.1 % too high: pred ÷ obs 1.051 ± .012.`, or that it is right within two standard errors. */
export function calibrationVerdict({ bias, ratio }: CalibrationCurvePayload, kind: Kind): string {
  const write = (value: number | null) => calibrationNumber(value, kind);
  const plusMinus = (text: string) => (text === '–' ? '' : ` ±\u00a0${text}`);
  const numbers = ratio
    ? `pred ÷ obs ${ratio.value.toFixed(3)}${plusMinus(fraction(ratio.error, 3))}`
    : `predicted − observed ${signed(bias.value, write)}${plusMinus(calibrationNumber(bias.error, kind, 2))}, in label units`;
  const [away, error] = ratio ? [ratio.value - 1, ratio.error] : [bias.value, bias.error];
  if (error !== null && Math.abs(away) <= 2 * error) return `Right on average: ${numbers}.`;
  const size = ratio ? `${share(Math.abs(away))}\u00a0%` : write(Math.abs(away));
  return `On average ${size} too ${away > 0 ? 'high' : 'low'}: ${numbers}.`;
}

/** `ECE .0123, by chance .0056; 3 of 15 bins off the diagonal.` */
export function calibrationGap({ gap, off, bins }: CalibrationCurvePayload, kind: Kind): string {
  const write = (value: number) => calibrationNumber(value, kind);
  const name = kind === 'binary' ? 'ECE' : 'Mean gap';
  return `${name} ${write(gap.value)}, by chance ${write(gap.chance)}; ${off} of ${bins.length} bins off the diagonal.`;
}

/** `12 predictions are beyond the histogram.` */
export function calibrationOutside({ histogram: { outside } }: CalibrationCurvePayload): string {
  return outside === 0 ? '' : `${count(outside)} prediction${outside === 1 ? ' is' : 's are'} beyond the histogram.`;
}

/** `predicted .0512, observed .0487, 95 % interval .0441 to .0537, 3,325 rows`. */
export function calibrationBinWords(
  { predicted, observed, low, high, rows }: CalibrationBinPayload,
  kind: Kind,
): string {
  const write = (value: number | null) => calibrationNumber(value, kind);
  return [
    `predicted ${write(predicted)}`,
    `observed ${write(observed)}`,
    ...(low === null || high === null ? [] : [`95\u00a0% interval ${write(low)} to ${write(high)}`]),
    `${count(rows)} row${rows === 1 ? '' : 's'}`,
  ].join(', ');
}

/** Of a whole task, for a picture's text alternative. */
export function calibrationSentence({ name, kind, curve, refusal = '' }: CalibrationPayloadTask): string {
  if (!curve) return `${name}: ${refusal}`;
  return [`${name}: ${calibrationVerdict(curve, kind)}`, calibrationGap(curve, kind), calibrationOutside(curve)]
    .filter((each) => each !== '')
    .join(' ');
}

export const calibrationLegend =
  'A mark: rows with like predictions, their mean prediction across and what was observed up, with its 95 % interval; on the ' +
  'diagonal they agree. Below: how many rows are predicted where (height √ share). By chance: what a calibrated model would show with ' +
  'as many rows. One bin in twenty is off by chance.';

function share(value: number): string {
  const percent = 100 * value;
  return percent < 10 ? percent.toFixed(1) : count(percent);
}
