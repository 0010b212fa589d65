import type { Cell, KernelResult } from '../kernel/kernel.ts';
import { markdownTable } from '../markdown.ts';
import { type Language, nothing, type Phrase, sourceLine } from './language.ts';

/** The kernels that are compared, in the order of the columns; one that was not measured has a column of dashes. */
const kernels = ['ours', 'tslab', 'deno', 'ipykernel'] as const;
const titles: Readonly<Record<string, Phrase>> = {
  ours: { en: 'ours', zh: '本项目' },
  tslab: { en: 'tslab', zh: 'tslab' },
  deno: { en: 'Deno', zh: 'Deno' },
  ipykernel: { en: 'ipykernel', zh: 'ipykernel' },
};

/** What `npm run bench:kernel` measures, beside tslab, Deno and ipykernel. */
export function kernelFigure(result: KernelResult, language: Language): string {
  const { about, kernels: measured, results } = result;
  const rows = Object.entries(results).map(([name, cells]) => [
    language === 'zh' ? (chinese[name] ?? name) : name,
    ...kernels.map((kernel) => cellText(cells[kernel], language)),
  ]);
  const head = kernels.map((kernel) => {
    const version = measured.find(({ name }) => name === kernel)?.version;
    return [titles[kernel][language], version].filter(Boolean).join(' ');
  });
  return [sourceLine(about, language), markdownTable(['', ...head], rows)].join('\n\n');
}

function cellText(cell: Cell | undefined, language: Language): string {
  if (cell === undefined) return nothing;
  if (cell.figure === undefined) return language === 'zh' ? inChinese(cell.failure ?? '') : (cell.failure ?? '');
  const { value, unit } = cell.figure;
  const digits = Math.abs(value) < 10 ? 1 : 0;
  return `${value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${unit}`;
}

const chinese: Readonly<Record<string, string>> = {
  'start → kernel_info, median of 5': '启动 → kernel_info，5 次的中位数',
  'start → 1+1, median of 5': '启动 → 1+1，5 次的中位数',
  '1+1, median of 100': '1+1，100 次的中位数',
  '100,000 lines': '输出 100,000 行',
  'one line of 20 MB': '一行 20 MB 的输出',
  'one display of 20 MB': '一次 20 MB 的 display',
  'a cell of 30 MB': '30 MB 的单元格',
  'interrupt while (true)': '中断 while (true)',
  'interrupt a long await': '中断一个很长的 await',
  'interrupt a loop behind an await': '中断 await 之后的死循环',
  'interrupt a loop in a timer': '中断定时器里的死循环',
  'interrupt a loop that prints': '中断一个不停打印的循环',
  'interrupt a training run': '中断一次训练',
  'heartbeat while a cell spins': '单元格死循环时的心跳',
  'control while a cell spins': '单元格死循环时的 control 通道',
  '10 clients × 20 cells': '10 个客户端 × 20 个单元格',
  'resident memory, idle': '空闲时的常驻内存',
  'growth over 2,000 cells': '运行 2,000 个单元格后的内存增长',
};

/** Why a kernel has no figure. */
function inChinese(reason: string): string {
  const seconds = /^no answer in (\d+) s$/.exec(reason)?.[1];
  if (seconds !== undefined) return `${seconds} 秒内没有回应`;
  const characters = /^(\d+) characters came$/.exec(reason)?.[1];
  if (characters !== undefined) return `收到 ${characters} 个字符`;
  return reasons[reason] ?? reason;
}

const reasons: Readonly<Record<string, string>> = {
  'the kernel ended': '内核退出',
  'it was not interrupted': '没有中断',
  'it has nothing built in to train': '没有内置的训练',
};
