/** What “New Multitask Notebook…” offers. */
export type Template = {
  readonly label: string;
  readonly detail: string;
  readonly icon: string;
  readonly from:
    | { readonly kind: 'blank' }
    /** Asks for a table and its labels. */
    | { readonly kind: 'table' }
    /** A file in notebooks/templates. */
    | { readonly kind: 'file'; readonly name: string };
};

export const templates: readonly Template[] = [
  { label: 'Blank', detail: 'An empty cell; the models are there.', icon: 'file', from: { kind: 'blank' } },
  {
    label: 'Compare Models',
    detail: 'The same rows, several seeds, side by side.',
    icon: 'graph',
    from: { kind: 'file', name: 'compare-models.ipynb' },
  },
  {
    label: 'Read the Gates',
    detail: 'Train a mixture of experts and see which task uses which.',
    icon: 'settings',
    from: { kind: 'file', name: 'read-the-gates.ipynb' },
  },
  {
    label: 'Conversion over the Entire Space',
    detail: 'ESMM: click and conversion over all impressions.',
    icon: 'filter',
    from: { kind: 'file', name: 'entire-space.ipynb' },
  },
  {
    label: 'My Own Table…',
    detail: 'A CSV, Parquet or JSON file: choose its labels, train and compare three models.',
    icon: 'table',
    from: { kind: 'table' },
  },
  {
    label: 'Design a Model',
    detail: 'Experts, gates and towers as building blocks of your own.',
    icon: 'circuit-board',
    from: { kind: 'file', name: 'design-a-model.ipynb' },
  },
];
