/** A column of the user's table, as `multitask-notebook columns --json` tells it. */
export type TableColumn = {
  readonly name: string;
  readonly kind: 'binary' | 'numeric' | 'id' | 'text' | 'nested' | 'empty';
  readonly distinct: number;
  readonly examples: readonly string[];
  /** What it becomes where it is no label, and why, in words. */
  readonly use: string;
  readonly why: string;
  /** What a person should look at. */
  readonly warnings: readonly string[];
};

/** The columns in the command's answer. Throws an error where the answer is something else. */
export function readColumns(answer: string): readonly TableColumn[] {
  const columns: unknown = JSON.parse(answer);
  if (!Array.isArray(columns)) throw new Error('The columns of the table could not be read.');
  return columns.map((column) => {
    const { name, kind, distinct, examples, use, why, warnings } = column as Partial<TableColumn>;
    return {
      name: String(name),
      kind: kind ?? 'text',
      distinct: Number(distinct ?? 0),
      examples: Array.isArray(examples) ? examples.map(String) : [],
      use: String(use ?? ''),
      why: String(why ?? ''),
      warnings: Array.isArray(warnings) ? warnings.map(String) : [],
    };
  });
}
