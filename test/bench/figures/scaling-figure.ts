import { markdownTable } from '../markdown.ts';
import type { ScalingResult } from '../trainer/scaling.ts';
import { type Language, type Phrase, sourceLine } from './language.ts';

const titles: Readonly<Record<string, Phrase>> = {
  batch: { en: 'batch size', zh: '批大小' },
  rows: { en: 'rows', zh: '行数' },
  experts: { en: 'experts', zh: '专家数' },
  tasks: { en: 'tasks', zh: '任务数' },
};

/** What an example costs as the batch, the rows, the experts or the tasks grow. */
export function scalingFigure({ about, measured }: ScalingResult, language: Language): string {
  const count = (value: number) => value.toLocaleString('en-US');
  const rows = Object.entries(measured).flatMap(([what, points]) =>
    points.map((point, i) => {
      const { nanoseconds } = point;
      const ratio = nanoseconds / points[0].nanoseconds;
      const number = count(point[what as 'batch' | 'rows' | 'experts' | 'tasks']);
      return [i === 0 ? titles[what][language] : '', number, count(Math.round(nanoseconds)), `${ratio.toFixed(2)} ×`];
    }),
  );
  const head = {
    en: ['what grows', '', 'ns of processor time an example', 'against the first'],
    zh: ['增长的量', '', '每个样本的处理器时间（ns）', '与第一行之比'],
  };
  return [sourceLine(about, language), markdownTable(head[language], rows)].join('\n\n');
}
