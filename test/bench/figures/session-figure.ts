import { markdownTable } from '../markdown.ts';
import type { SessionResult } from '../trainer/session.ts';
import { type Language, type Phrase, sourceLine } from './language.ts';

/** What a person waits for who trains with defaults. */
export function sessionFigure(result: SessionResult, language: Language): string {
  const { about, wall, income, marital, lateness, aborts } = result;
  const rows: readonly (readonly [Phrase, string])[] = [
    [{ en: 'from the files to test AUC, one command', zh: '一条命令，从文件到测试 AUC' }, `${wall.toFixed(1)} s`],
    [{ en: 'test AUC, income', zh: '测试 AUC，income' }, income.toFixed(4)],
    [{ en: 'test AUC, marital', zh: '测试 AUC，marital' }, marital.toFixed(4)],
    [
      { en: 'a 10 ms timer while it trains is late by at most', zh: '训练时 10 ms 定时器最多迟到' },
      `${lateness.toFixed(0)} ms`,
    ],
    [{ en: 'an interrupt ends it within', zh: '中断后最迟结束于' }, `${Math.max(...aborts).toFixed(0)} ms`],
  ];
  const head = { en: 'MMoE on census-income, defaults', zh: 'MMoE，census-income，默认参数' };
  const cells = rows.map(([phrase, value]) => [phrase[language], value]);
  return [sourceLine(about, language), markdownTable([head[language], ''], cells)].join('\n\n');
}
