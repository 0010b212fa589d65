import type { Estimate } from '../../../kernel/statistics/paired.ts';
import { markdownTable } from '../markdown.ts';
import { paddleRec } from '../published.ts';
import type { CensusTask, SeedMode, SeedRow, TablesResult } from '../tables/result.ts';
import { type Language, nothing, type Phrase, sourceLine } from './language.ts';

const models: Readonly<Record<SeedRow['model'], string>> = { 'shared-bottom': 'Shared-Bottom', mmoe: 'MMoE' };
const modes: Readonly<Record<SeedMode, Phrase>> = {
  standardised: { en: 'ours', zh: '本项目' },
  'paddlerec-2020': { en: 'ours, with its start of 2020', zh: '本项目，用其 2020 年的起点' },
  'paddlerec-2022': { en: 'ours, with its start of 2022', zh: '本项目，用其 2022 年的起点' },
};
const tasks: readonly CensusTask[] = ['income', 'marital'];

/** PaddleRec's published AUC beside ours, on its half of the test rows. */
export function seedFigure({ seed }: TablesResult, language: Language): string {
  if (seed === undefined) throw new Error('The result has no part "seed": run npm run bench:tables with it.');
  const rows = (['shared-bottom', 'mmoe'] as const).flatMap((model) => [
    [`${models[model]}, ${{ en: 'PaddleRec', zh: 'PaddleRec' }[language]}`, ...published(model)],
    ...seed.table.filter((row) => row.model === model).map((row) => ours(row, language)),
  ]);
  const columns = { en: ['mean over epochs', 'best epoch', 'last'], zh: ['各轮平均', '最好的一轮', '最后一轮'] }[
    language
  ];
  const head = tasks.flatMap((task) => columns.map((column) => `${task}: ${column}`));
  return [sourceLine(seed.about, language), markdownTable(['', ...head], rows), note(seed, language)].join('\n\n');
}

function published(model: SeedRow['model']): string[] {
  const { mean, best } = paddleRec[model];
  return tasks.flatMap((task) => [mean[task].toFixed(5), best[task].toFixed(5), nothing]);
}

function ours({ model, mode, mean, best, last }: SeedRow, language: Language): string[] {
  const numbers = tasks.flatMap((task) => [mean[task], best[task], last[task]]);
  return [`${models[model]}, ${modes[mode][language]}`, ...numbers.map(withError)];
}

function withError({ mean, error }: Estimate): string {
  return `${mean.toFixed(4)} ± ${error.toFixed(4)}`;
}

function note({ epochs, seeds, batchSize, rows }: NonNullable<TablesResult['seed']>, language: Language): string {
  const count = (value: number) => value.toLocaleString('en-US');
  const [train, test] = [count(rows.train), count(rows.test)];
  return language === 'en'
    ? `AUC; ${train} training rows, ${test} test rows, batch size ${batchSize}. Ours: ${epochs} epochs, mean ± standard error over ` +
        `${seeds.length} seeds. The best epoch is chosen on the test rows, as PaddleRec's is: an optimistic number, here to compare only.`
    : `AUC；训练 ${train} 行，测试 ${test} 行，批大小 ${batchSize}。本项目：${epochs} 轮，${seeds.length} 个种子的均值 ± 标准误。` +
        '“最好的一轮”与 PaddleRec 一样在测试集上挑选，因此偏乐观，只用于对照。';
}
