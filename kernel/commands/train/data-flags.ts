import { tableOptions } from '../../multitask/datasets/index.ts';
import { type CatalogName, catalog, isFunnel } from '../../multitask/models/index.ts';
import { text } from '../../multitask/options/index.ts';
import type { FlagTable } from '../command-line/index.ts';

const funnelModels = (Object.keys(catalog) as CatalogName[]).filter(isFunnel);

/** The flags of every command that trains: what on. */
export const dataFlags = {
  data: {
    type: text,
    value: 'DATA',
    without: `census-income; for ${funnelModels.join(', ')} click-funnel`,
    about:
      "What to train on: census-income, click-funnel, correlated-tasks, domains, sequences, a table, or a folder with Ali-CCP's files",
    also: ['table', 'file', 'dataset', 'input'],
  },
  validation: { ...tableOptions.validation, default: 0.1, value: 'SHARE' },
  test: { ...tableOptions.test, default: 0.1, value: 'SHARE' },
} as const satisfies FlagTable;
