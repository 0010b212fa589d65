import type { Features } from '../../kernel/multitask/data/features.ts';

const items = Array.from({ length: 7 }, (_, i) => `item ${i}`);

/** An item and lists of items, which share their values, beside columns that do not. */
export const attendedFeatures: Features = {
  columns: [
    { kind: 'numeric', name: 'age', mean: 0.5, sd: 2 },
    { kind: 'categorical', name: 'item', values: items },
    { kind: 'list', name: 'seen', values: items },
    { kind: 'categorical', name: 'city', values: ['Ulm', 'Bonn', 'Kiel'] },
    { kind: 'list', name: 'tags', values: ['new', 'sale'] },
    { kind: 'list', name: 'bought', values: [...items] },
  ],
};
