import { markdownTable } from '../markdown.ts';
import type { ScalingResult } from '../trainer/scaling.ts';
import { sourceLine } from './language.ts';

const titles: Readonly<Record<string, string>> = {
  batch: 'batch size',
  rows: 'rows',
  experts: 'experts',
  tasks: 'tasks',
};

/** What an example costs as the batch, the rows, the experts or the tasks grow. */
export function scalingFigure({ about, measured }: ScalingResult): string {
  const count = (value: number) => value.toLocaleString('en-US');
  const rows = Object.entries(measured).flatMap(([what, points]) =>
    points.map((point, i) => {
      const { nanoseconds } = point;
      const ratio = nanoseconds / points[0].nanoseconds;
      const number = count(point[what as 'batch' | 'rows' | 'experts' | 'tasks']);
      return [i === 0 ? titles[what] : '', number, count(Math.round(nanoseconds)), `${ratio.toFixed(2)} ×`];
    }),
  );
  const head = ['what grows', '', 'ns of processor time an example', 'against the first'];
  return [sourceLine(about, 'en'), markdownTable(head, rows)].join('\n\n');
}
