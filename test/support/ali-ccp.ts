import type { AliCcp } from '../../kernel/multitask/datasets/ali-ccp/ali-ccp.ts';

/** The ids of a slot, row by row. */
export function ids({ features, train }: AliCcp, slot: string, rows = train): string[][] {
  const lists = features.columns.filter((column) => column.kind === 'list');
  const index = lists.findIndex((column) => column.name === slot);
  const { offsets, codes } = rows.lists[index];
  return Array.from({ length: rows.length }, (_, row) =>
    Array.from(codes.slice(offsets[row], offsets[row + 1]), (code) => lists[index].values[code]),
  );
}
