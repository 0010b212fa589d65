import { kindOf, type TableValue, valueText } from '../../../kernel/payloads/table/index.ts';
import type { CsvValue } from '../host/index.ts';

/** A value as a spreadsheet reads it: nothing where nothing is, and numbers with all their digits. */
export function csvValue(value: TableValue): CsvValue {
  if (typeof value === 'number') return value;
  if (kindOf(value) === 'missing') return Array.isArray(value) && value[0] === 'number' ? 'NaN' : null;
  return valueText(value);
}
