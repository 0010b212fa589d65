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
    label: 'Train a Mixture of Experts',
    detail: 'MMoE on two tasks, and the report of which task uses which expert.',
    icon: 'settings',
    from: { kind: 'file', name: 'read-the-gates.ipynb' },
  },
  {
    label: 'Clicks and Conversions',
    detail: 'ESMM: both over all impressions, not over clicked rows alone.',
    icon: 'filter',
    from: { kind: 'file', name: 'entire-space.ipynb' },
  },
  {
    label: 'From a File of Mine…',
    detail: 'A CSV, Parquet or JSON file: choose its labels and columns, train and compare models.',
    icon: 'table',
    from: { kind: 'table' },
  },
  {
    label: 'From Building Blocks',
    detail: 'A model of your own, of experts, gates and towers.',
    icon: 'circuit-board',
    from: { kind: 'file', name: 'design-a-model.ipynb' },
  },
];
