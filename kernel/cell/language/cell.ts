/** A code cell of a notebook, as the kernel and the editor's language server know it. */
export type Cell = {
  /** Stays when the cell moves or changes. */
  readonly id: string;
  readonly language: 'typescript' | 'javascript';
  readonly text: string;
};
