/** Numbers as all reports print them: no leading zero, fixed digits, a true minus, "–" for what cannot be computed. */
export type Printable = number | null | undefined;

const noBreakSpace = '\u00a0';
const missing = '–';

/** A loss, an AUC: `.1315`. From 10 up with fewer decimals, so that widths stay alike: `12.346`, `1,234.6`. */
export function fraction(value: Printable, digits = 4): string {
  if (!isNumber(value)) return missing;
  return withSign(value, fixed(Math.abs(value), digits));
}

/** A number in any unit, an RMSE: `.02346`, `12.35`, `12,346`; all digits of what is larger than they are. */
export function significant(value: Printable, digits = 4): string {
  if (!isNumber(value)) return missing;
  const size = Math.abs(value);
  const text = size >= 10 ** (digits - 1) ? group(size.toFixed(0)) : size.toPrecision(digits).replace(/^0\./, '.');
  return withSign(value, text);
}

/** A weight or a share in three digits, `.477`; `0` for zero and everything under .0005. */
export function weight(value: Printable, digits = 3): string {
  if (!isNumber(value)) return missing;
  return Math.abs(value) < 0.5 * 10 ** -digits ? '0' : fraction(value, digits);
}

/** A difference: `+.0023`, `−.0001`, `.0000`. */
export function difference(value: Printable, digits = 4): string {
  return signed(value, (each) => fraction(each, digits));
}

/** A number with its sign, also where that is a plus; none where the digits written are all zero. */
export function signed(value: Printable, write: (value: number) => string): string {
  if (!isNumber(value)) return missing;
  const text = write(value);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** `± .0019`: a standard error in tables, a standard deviation in the gate map. */
export function plusMinus(value: Printable, digits = 4): string {
  return isNumber(value) ? `±${noBreakSpace}${fraction(value, digits)}` : '';
}

/** `1,204`. */
export function count(value: Printable): string {
  if (!isNumber(value)) return missing;
  return withSign(value, group(Math.round(Math.abs(value)).toFixed(0)));
}

/** `62 %`, with a no-break space. */
export function percent(share: Printable, digits = 0): string {
  return isNumber(share) ? `${withSign(share, Math.abs(share * 100).toFixed(digits))}${noBreakSpace}%` : missing;
}

/** `0:07`, `1:02:30`. */
export function duration(seconds: Printable): string {
  if (!isNumber(seconds)) return missing;
  const whole = Math.max(0, Math.round(seconds));
  const two = (part: number) => String(part).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

function isNumber(value: Printable): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function fixed(size: number, digits: number): string {
  const whole = Math.max(0, Math.floor(Math.log10(Math.max(size, 1))));
  const [before = '', after] = size.toFixed(Math.max(0, digits - whole)).split('.');
  if (after === undefined) return group(before);
  return `${before === '0' ? '' : group(before)}.${after}`;
}

function group(whole: string): string {
  return whole.replace(/\B(?=(\d{3})+$)/g, ',');
}

/** "−.0000" would claim a sign that the digits do not show. */
function withSign(value: number, size: string): string {
  return value < 0 && /[1-9]/.test(size) ? `−${size}` : size;
}
