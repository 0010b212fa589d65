import type { Bundle } from '../../link/index.ts';
import { isQuiet, quietText } from './quiet.ts';
import { dataTableBundle, mostRowsShown } from './table.ts';
import { tableOf } from './tabular.ts';

/**
 * A value for someone who only looks: as a cell shows it where that runs none of the person's code, else in words. What an object says of
 * itself (`Symbol.for('Jupyter.display')`) is for cells.
 */
export function quietBundle(value: unknown): Bundle {
  const text = { 'text/plain': quietText(value, { depth: 4 }) };
  const table = isPlainTable(value) ? tableOf(value) : undefined;
  return { data: table ? { ...text, ...dataTableBundle(table) } : text, metadata: {} };
}

/** A list of records as literals make them, whose values can be read without asking anyone. */
function isPlainTable(value: unknown): boolean {
  if (!Array.isArray(value) || !isQuiet(value, 2) || Object.getPrototypeOf(value) !== Array.prototype) return false;
  for (let i = 0; i < Math.min(value.length, mostRowsShown); i++) {
    const element = Object.getOwnPropertyDescriptor(value, i);
    if (!element || !('value' in element) || !holdsValues(element.value)) return false;
  }
  return true;
}

function holdsValues(record: unknown): boolean {
  if (typeof record !== 'object' || record === null || !isQuiet(record, 1)) return false;
  return Object.values(Object.getOwnPropertyDescriptors(record)).every((property) => 'value' in property);
}
