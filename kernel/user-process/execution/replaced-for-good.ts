import { encodeFrame } from '../../link/index.ts';
import { apply } from '../built-ins/index.ts';
import type { Output } from '../output/output.ts';
import { bundleOf } from '../values/bundle.ts';
import { describeError } from './traceback.ts';

/**
 * Hears of built-ins that a cell replaced so that nobody can put them back, and tells of each once. Our code runs with them, too; where
 * it cannot, the process ends with the reason: the kernel starts another, and nobody waits for answers that never come.
 */
export function createReplacedForGood(output: Pick<Output, 'print' | 'drain'>): (names: readonly string[]) => void {
  const { reallyExit } = process as unknown as { reallyExit(code: number): never };
  const told: Record<string, boolean> = Object.create(null);
  return (names) => {
    let news = '';
    for (let i = 0; i < names.length; i++) {
      const name = names[i] as string;
      if (!told[name]) news += news === '' ? name : `, ${name}`;
      told[name] = true;
    }
    if (news === '') return;
    if (isWellWithout()) {
      output.print('stderr', `Warning: ${news} cannot be put back (configurable: false) where the kernel needs it.\n`);
      return;
    }
    output.print(
      'stderr',
      `${news} cannot be put back (configurable: false), and the kernel cannot work without it.\n`,
    );
    output.drain(300);
    apply(reallyExit, process, [1]);
  };
}

/** Does what a cell that shows a value, and one that fails, need. */
function isWellWithout(): boolean {
  try {
    const { evalue } = describeError(new Error('well'));
    const bundle = bundleOf([{ list: new Map([['a', [1]]]) }]);
    const records = [...encodeFrame({ kind: 'result', evalue, bundle })];
    return (
      records.length === 1 &&
      evalue === 'well' &&
      'data' in bundle &&
      String(bundle.data['text/plain']).includes('Map(1)')
    );
  } catch {
    return false;
  }
}
