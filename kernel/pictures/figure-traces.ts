/** What a still picture of a Plotly trace needs. */
export type Trace = {
  readonly name: string;
  readonly kind: 'line' | 'points' | 'bar';
  readonly x: readonly (number | string)[];
  /** `null` where there is no value: a gap in a line. */
  readonly y: readonly (number | null)[];
};

/** More points than a picture has columns are thinned. */
const mostPoints = 2_000;

/** The trace, or undefined for a kind that a still picture does not have. */
export function readTrace(given: unknown, position: number): Trace | undefined {
  const { type, mode, orientation, name, x, y } = record(given);
  const values = list(y);
  const known = type === undefined || type === 'scatter' || type === 'scattergl' || type === 'bar';
  if (!known || orientation === 'h' || !values || values.length === 0) return undefined;
  const places = list(x) ?? values.map((_, i) => i);
  const every = Math.ceil(values.length / mostPoints);
  const kept = values.map((_, i) => i).filter((i) => i % every === 0 && i < places.length);
  return {
    name: typeof name === 'string' ? name : `trace ${position}`,
    kind: type === 'bar' ? 'bar' : typeof mode === 'string' && !mode.includes('lines') ? 'points' : 'line',
    x: kept.map((i) => (isNumber(places[i]) ? places[i] : String(places[i]))),
    y: kept.map((i) => (isNumber(values[i]) ? values[i] : null)),
  };
}

/** Plotly takes a title as text or as `{ text }`. */
export function titleOf(given: unknown): string {
  const { title } = record(given);
  return typeof title === 'string' ? title : String(record(title).text ?? '');
}

export function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function list(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  return ArrayBuffer.isView(value) && Symbol.iterator in value ? [...(value as Float64Array)] : undefined;
}

/** A number whose differences to others are numbers, too. */
function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) < 1e307;
}
