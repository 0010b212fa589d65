/** The editor tells the server which notebooks our kernel runs, as a list of addresses; it leaves others alone. */
export const ourNotebooks = 'multitask-notebook/ourNotebooks';

/** How the server's Node is started: with room for the syntax trees that its first second makes, a tenth of it less. */
export const serverFlags: readonly string[] = ['--min-semi-space-size=32', '--max-semi-space-size=64'];

/** The server asks the editor for the columns of a table, or of a dataset that the kernel has. */
export const askColumns = 'multitask-notebook/columns';

export type ColumnsQuestion = {
  readonly notebook: string;
  readonly of: { readonly kind: 'file'; readonly path: string } | { readonly kind: 'variable'; readonly name: string };
};

/** A column, with what it becomes. */
export type ColumnName = { readonly name: string; readonly use: string };
