/** Between cells in the editor and the paths by which the kernel knows their texts. */
export interface CellPaths {
  /** The path of what a cell says now. */
  dump(cell: DebuggedCell): Promise<string>;
  /** The path that a cell had when it was last dumped. */
  last(uri: string): string | undefined;
  /** Whether a cell still says what was dumped. */
  isCurrent(cell: DebuggedCell): boolean;
  /** The cell with this text; of several, the one that was dumped last. */
  cellAt(path: string): string | undefined;
}

export type DebuggedCell = { readonly uri: string; readonly text: string };

export function createCellPaths(dumpCell: (code: string) => Promise<string>): CellPaths {
  const paths = new Map<string, string>();
  const texts = new Map<string, string>();
  const cells = new Map<string, string>();
  return {
    async dump({ uri, text }) {
      const path = await dumpCell(text);
      paths.set(uri, path);
      texts.set(uri, text);
      cells.set(path, uri);
      return path;
    },
    last: (uri) => paths.get(uri),
    isCurrent: ({ uri, text }) => texts.get(uri) === text,
    cellAt: (path) => cells.get(path),
  };
}
