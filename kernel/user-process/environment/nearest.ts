import { slipsBetween } from '../../text/index.ts';

/** The names that differ from a name in a slip of the hand: two letters, or one in three, of one letter none; the nearest first. */
export function nearest(name: string, names: Iterable<string>): readonly string[] {
  const wanted = name.toLowerCase();
  const most = wanted.length === 1 ? 0 : Math.min(2, Math.ceil(wanted.length / 3));
  return [...names]
    .filter((each) => Math.abs(each.length - wanted.length) <= most)
    .map((each) => ({ each, slips: slipsBetween(wanted, each.toLowerCase()) }))
    .filter(({ slips }) => slips <= most)
    .sort((a, b) => a.slips - b.slips)
    .slice(0, 3)
    .map(({ each }) => each);
}
