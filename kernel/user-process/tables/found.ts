import type { TableSource } from '../../payloads/table/index.ts';

/** A value that is a table, to be read one value at a time. */
export type FoundTable = TableSource & {
  /** What it is called, where it says so. */
  readonly title?: string | undefined;
  /** Rows that there are, where only the first of them were kept. */
  readonly given?: number;
  /** The name of a row; its number without this. */
  readonly rowName?: (row: number) => string;
  /** All of a value in words. */
  readonly whole: (row: number, column: number) => string;
};
