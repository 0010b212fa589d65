import type { Range } from '../../../kernel/payloads/reading/scale.ts';
import { type RunEntry, type RunRow, rowsOf } from '../../../kernel/payloads/runs/index.ts';
import { svgElement } from '../host/index.ts';

/** The scales of the curves in the table, one for each thing drawn: a line that is higher is a better number than one that is lower. */
export type CurveScales = ReadonlyMap<string, Range>;

export function curveScales(rows: readonly RunRow[]): CurveScales {
  const values = new Map<string, number[]>();
  for (const { curve, qualities } of rows) {
    const known = curve.values.filter((value) => value !== null);
    const name = scaleName(curve.of, qualities[0]?.task);
    values.set(name, [...(values.get(name) ?? []), ...known]);
  }
  return new Map(
    [...values].map(([name, all]) => {
      const sorted = all.sort((a, b) => a - b);
      // A run that learned nothing must not press all others into one line: the lowest and the highest twentieth are cut.
      const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
      return [name, { low: at(0.05), high: at(0.95) }];
    }),
  );
}

const size = { width: 76, height: 18 } as const;

/** The curves of an entry's runs as thin lines with a dot where they end. */
export function curveDrawing(entry: RunEntry, scales: CurveScales): SVGSVGElement {
  const rows = rowsOf(entry);
  const lines = rows.slice(-mostLines).map((row) => lineOf(row, scales));
  return svgElement(
    'svg',
    { class: 'runs-curve', ...size, viewBox: `0 0 ${size.width} ${size.height}`, 'aria-hidden': 'true' },
    svgElement('path', { d: lines.map(({ path }) => path).join(''), class: 'runs-curve-line' }),
    svgElement('path', { d: lines.map(({ end }) => end).join(''), class: 'runs-curve-end' }),
  );
}

const mostLines = 8;

function lineOf({ curve, qualities }: RunRow, scales: CurveScales): { readonly path: string; readonly end: string } {
  const { values } = curve;
  const scale = scales.get(scaleName(curve.of, qualities[0]?.task)) ?? { low: 0, high: 1 };
  const span = scale.high - scale.low || 1;
  const x = (i: number) => 3 + (values.length < 2 ? size.width / 2 : (i / (values.length - 1)) * (size.width - 6));
  const y = (value: number) => {
    const share = Math.max(0, Math.min(1, (value - scale.low) / span));
    return 3 + (1 - share) * (size.height - 6);
  };
  let path = '';
  let end = '';
  let isDown = false;
  for (const [i, value] of values.entries()) {
    if (value !== null) {
      path += `${isDown ? 'L' : 'M'}${x(i).toFixed(1)} ${y(value).toFixed(1)}`;
      end = `M${(x(i) - 2).toFixed(1)} ${y(value).toFixed(1)}a2 2 0 1 0 4 0a2 2 0 1 0-4 0`;
    }
    isDown = value !== null;
  }
  return { path, end };
}

function scaleName(of: string, task = ''): string {
  return `${of} ${task}`;
}
