import { titleOf } from '../case-title.ts';
import { markdownTable } from '../markdown.ts';
import type { PeerSpeed, PeersResult } from '../peers/peers.ts';
import { type Language, nothing, type Phrase, sourceLine } from './language.ts';

type Column = { readonly title: Phrase; readonly counts: (speed: PeerSpeed) => boolean };

/** Of the ways and numbers of threads that belong to a column the fastest is shown. */
export const peerColumns: readonly Column[] = [
  {
    title: { en: 'PyTorch, a Linear for each expert', zh: 'PyTorch，每个专家一个 Linear' },
    counts: ({ peer, variant }) => peer.startsWith('PyTorch') && variant === 'eager',
  },
  {
    title: { en: 'PyTorch, fused or compiled', zh: 'PyTorch，融合或编译' },
    counts: ({ peer, variant }) => peer.startsWith('PyTorch') && variant !== 'eager',
  },
  { title: { en: 'Keras', zh: 'Keras' }, counts: ({ peer }) => peer.startsWith('Keras') },
  { title: { en: 'PaddleRec', zh: 'PaddleRec' }, counts: ({ peer }) => peer.startsWith('Paddle') },
  { title: { en: 'TensorFlow.js', zh: 'TensorFlow.js' }, counts: ({ variant }) => variant === 'fit' },
];

/** Thousands of examples per second of training, and how many times as fast ours is. */
export function speedFigure({ about, ours, theirs }: PeersResult, language: Language): string {
  const columns = peerColumns.filter((column) => ours.some((mine) => fastestOf({ theirs }, mine, column) > 0));
  const rows = ours.map((mine) => {
    const cells = columns.map((column) => {
      const fastest = fastestOf({ theirs }, mine, column);
      return fastest > 0 ? `${thousands(fastest)} (${(mine.perSecond / fastest).toFixed(1)} ×)` : nothing;
    });
    return [titleIn(titleOf(mine), language), `**${thousands(mine.perSecond)}**`, ...cells];
  });
  const head = [{ en: 'ours', zh: '本项目' }, ...columns.map(({ title }) => title)].map((title) => title[language]);
  const versions = [...new Set(theirs.map(({ peer }) => peer))].join('; ');
  const source = [sourceLine(about, language), versions].filter(Boolean).join(' · ');
  return [source, markdownTable(['', ...head], rows)].join('\n\n');
}

/** Examples a second of the fastest of a column's ways in the same case; 0 where there is none. */
export function fastestOf(
  { theirs }: Pick<PeersResult, 'theirs'>,
  mine: PeersResult['ours'][number],
  { counts }: Column,
): number {
  const beside = theirs.filter(
    ({ model, batch, rows }) => model === mine.model && batch === mine.batch && rows === (mine.rows ?? null),
  );
  return Math.max(0, ...beside.filter(counts).map(({ perSecond }) => perSecond));
}

function thousands(perSecond: number): string {
  const count = perSecond / 1000;
  return `${count.toLocaleString('en-US', { maximumFractionDigits: count < 10 ? 1 : 0 })} k`;
}

function titleIn(title: string, language: Language): string {
  if (language === 'en') return title;
  return title.replace(/, (\S+) rows/, '，$1 行').replace(/, batch /, '，批大小 ');
}
