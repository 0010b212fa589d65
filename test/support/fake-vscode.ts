/**
 * As much of `vscode` as the files that run cells need, with the rules that VS Code itself enforces: one execution of a cell at a
 * time, output only between its start and its end. `test/vitest.config.ts` puts it in the place of the real one.
 */
import { CancellationTokenSource, Disposable, EventEmitter } from './fake-vscode-events.ts';

export { CancellationTokenSource, Disposable, EventEmitter };

export class NotebookCellOutputItem {
  readonly data: Uint8Array;
  readonly mime: string;
  constructor(data: Uint8Array, mime: string) {
    this.data = data;
    this.mime = mime;
  }
}

export class NotebookCellOutput {
  items: NotebookCellOutputItem[];
  readonly metadata: Readonly<Record<string, unknown>>;
  constructor(items: NotebookCellOutputItem[], metadata: Readonly<Record<string, unknown>> = {}) {
    this.items = items;
    this.metadata = metadata;
  }
}

export const NotebookControllerAffinity = { Default: 1, Preferred: 2 } as const;
export const NotebookCellKind = { Markup: 1, Code: 2 } as const;

type Summary = { executionOrder?: number; success?: boolean; timing?: { startTime: number; endTime: number } };

export class FakeCell {
  readonly notebook: FakeNotebook;
  index: number;
  readonly kind = NotebookCellKind.Code;
  /** What it says now; a test edits it. */
  text: string;
  readonly document: { readonly uri: { readonly fragment: string; toString(): string }; getText(): string };
  readonly metadata: Readonly<Record<string, unknown>> = {};
  outputs: NotebookCellOutput[] = [];
  executionSummary: Summary | undefined;
  /** The execution that shows at the cell: it waits or runs. */
  execution: FakeExecution | undefined;
  constructor(notebook: FakeNotebook, index: number, text: string) {
    this.notebook = notebook;
    this.index = index;
    this.text = text;
    this.document = { uri: { fragment: `cell-${index}`, toString: () => `cell:${text}` }, getText: () => this.text };
  }
}

export class FakeNotebook {
  readonly notebookType = 'jupyter-notebook';
  readonly isUntitled = false;
  readonly isClosed = false;
  readonly metadata = {};
  readonly uri: { readonly scheme: string; readonly fsPath: string; readonly path: string; toString(): string };
  readonly cells: readonly FakeCell[];
  constructor(path: string, texts: readonly string[]) {
    this.uri = { scheme: 'file', fsPath: path, path, toString: () => `file://${path}` };
    this.cells = texts.map((text, index) => new FakeCell(this, index, text));
  }
  getCells(): readonly FakeCell[] {
    return this.cells;
  }
  cellAt(index: number): FakeCell {
    return this.cells[index];
  }
}

export class FakeExecution {
  readonly cell: FakeCell;
  executionOrder: number | undefined;
  state: 'pending' | 'running' | 'ended' = 'pending';
  success: boolean | undefined;
  #start: number | undefined;
  constructor(cell: FakeCell) {
    if (cell.index < 0) throw new Error('The cell is gone.');
    if (cell.execution) throw new Error('The cell has an execution already.');
    this.cell = cell;
    cell.execution = this;
  }
  start(time?: number): void {
    if (this.state !== 'pending') throw new Error(`An execution that is ${this.state} cannot start.`);
    this.state = 'running';
    this.#start = time;
  }
  end(success: boolean | undefined, time?: number): void {
    if (this.state === 'ended') throw new Error('The execution has ended already.');
    this.state = 'ended';
    this.success = success;
    this.cell.execution = undefined;
    if (this.#start === undefined) return;
    const timing = { startTime: this.#start, endTime: time ?? this.#start };
    this.cell.executionSummary = { executionOrder: this.executionOrder, success, timing };
  }
  async clearOutput(): Promise<void> {
    this.#mustRun();
    this.cell.outputs = [];
  }
  async appendOutput(output: NotebookCellOutput): Promise<void> {
    this.#mustRun();
    this.cell.outputs = [...this.cell.outputs, output];
  }
  async replaceOutput(outputs: NotebookCellOutput | readonly NotebookCellOutput[]): Promise<void> {
    this.#mustRun();
    this.cell.outputs = [outputs].flat() as NotebookCellOutput[];
  }
  async appendOutputItems(items: readonly NotebookCellOutputItem[], output: NotebookCellOutput): Promise<void> {
    this.#mustRun();
    this.#mustHave(output);
    output.items = [...output.items, ...items];
  }
  async replaceOutputItems(items: readonly NotebookCellOutputItem[], output: NotebookCellOutput): Promise<void> {
    this.#mustRun();
    this.#mustHave(output);
    output.items = [...items];
  }
  #mustRun(): void {
    if (this.state !== 'running') throw new Error(`An execution that is ${this.state} takes no output.`);
  }
  #mustHave(output: NotebookCellOutput): void {
    if (!this.cell.outputs.includes(output)) throw new Error('The cell does not show this output.');
  }
}

const opened = new EventEmitter<FakeNotebook>();

/** What messages said, and what the person will choose; cleared by `resetVscode`. */
export const person = {
  heard: [] as string[],
  /** What is chosen in the next message; undefined closes it. */
  choose: async (_message: string, _buttons: readonly string[]): Promise<string | undefined> => undefined,
  answer: async (_prompt: string): Promise<string | undefined> => undefined,
  /** What is picked of a list: what the item's label says, several of them where several may be. */
  pick: async (_title: string, _items: readonly PickItem[]): Promise<readonly string[] | undefined> => undefined,
};

export type PickItem = { readonly label: string; readonly description?: string; readonly detail?: string };

export const QuickPickItemKind = { Separator: -1, Default: 0 } as const;

export function resetVscode(): void {
  person.heard = [];
  person.choose = async () => undefined;
  person.answer = async () => undefined;
  person.pick = async () => undefined;
}

const say = async (message: string, ...buttons: readonly string[]): Promise<string | undefined> => {
  person.heard.push(message);
  return person.choose(message, buttons);
};

export const window = {
  get tabGroups() {
    return { all: [{ tabs: tabs.shown }], onDidChangeTabs: tabs.changed.event };
  },
  showInformationMessage: say,
  showWarningMessage: say,
  showErrorMessage: say,
  /** It is heard again when it goes. */
  withProgress: async <Value>(
    { title }: { title: string },
    work: (progress: object, token: CancellationTokenSource['token']) => Promise<Value>,
  ) => {
    person.heard.push(title);
    const cancelling = new CancellationTokenSource();
    void person.choose(title, ['Cancel']).then((chosen) => chosen === 'Cancel' && cancelling.cancel());
    const value = await work({}, cancelling.token);
    person.heard.push(`gone: ${title}`);
    return value;
  },
  async showQuickPick(
    items: readonly PickItem[],
    { title, canPickMany = false }: { title: string; canPickMany?: boolean },
  ) {
    const labels = await person.pick(title, items);
    const picked = labels && items.filter(({ label }) => labels.includes(label.replace(/^\$\([\w-]+\) /, '')));
    return canPickMany ? picked : picked?.[0];
  },
  showInputBox: ({ prompt }: { prompt: string }) => person.answer(prompt),
};

/** What a notebook's document tells when cells come and go; a test fires it. */
export const notebookChanges = new EventEmitter<{ notebook: FakeNotebook; contentChanges: readonly unknown[] }>();

/** What happens to files; a test fires it. */
export const files = {
  created: new EventEmitter<Uri>(),
  changed: new EventEmitter<Uri>(),
  deleted: new EventEmitter<Uri>(),
  deletedHere: new EventEmitter<{ readonly files: readonly Uri[] }>(),
  renamedHere: new EventEmitter<{ readonly files: readonly { readonly oldUri: Uri; readonly newUri: Uri }[] }>(),
};

export type Uri = { toString(): string };

/** The tabs that show notebooks, and a change of them; a test fires it. */
export const tabs = { shown: [] as { readonly input: TabInputNotebook }[], changed: new EventEmitter<object>() };

export class TabInputNotebook {
  readonly uri: Uri;
  constructor(uri: Uri) {
    this.uri = uri;
  }
}

export class TabInputNotebookDiff {}

export const workspace = {
  createFileSystemWatcher: () => ({
    onDidCreate: files.created.event,
    onDidChange: files.changed.event,
    onDidDelete: files.deleted.event,
    dispose: () => {},
  }),
  onDidDeleteFiles: files.deletedHere.event,
  onDidRenameFiles: files.renamedHere.event,
  isTrusted: true,
  onDidChangeNotebookDocument: notebookChanges.event,
  onDidChangeConfiguration: new EventEmitter().event,
  notebookDocuments: [] as FakeNotebook[],
  workspaceFolders: undefined,
  onDidOpenNotebookDocument: opened.event,
  getConfiguration: () => ({ get: (_name: string, otherwise: unknown) => otherwise }),
};

export const commands = {
  executeCommand: async () => undefined,
  registerCommand: () => new Disposable(() => {}),
};

export const NotebookCellStatusBarAlignment = { Left: 1, Right: 2 } as const;

export class NotebookCellStatusBarItem {
  readonly text: string;
  readonly alignment: number;
  tooltip: string | undefined;
  constructor(text: string, alignment: number) {
    this.text = text;
    this.alignment = alignment;
  }
}

type StatusProvider = {
  onDidChangeCellStatusBarItems: EventEmitter<void>['event'];
  provideCellStatusBarItems(cell: FakeCell): readonly NotebookCellStatusBarItem[];
};

/** What extensions put into the status bars of cells. */
export const statusProviders: StatusProvider[] = [];

export const ProgressLocation = { Notification: 15 } as const;

export const notebooks = {
  registerNotebookCellStatusBarItemProvider(_type: string, provider: StatusProvider) {
    statusProviders.push(provider);
    return new Disposable(() => statusProviders.splice(statusProviders.indexOf(provider), 1));
  },
  createNotebookController() {
    const chosen = new EventEmitter<void>();
    let isChosen = true;
    return {
      createNotebookCellExecution(cell: FakeCell) {
        if (!isChosen) throw new Error('The notebook has another kernel.');
        return new FakeExecution(cell);
      },
      updateNotebookAffinity: () => {},
      onDidChangeSelectedNotebooks: chosen.event,
      dispose: () => {},
      /** A person, or VS Code, chooses this kernel for the notebook, or takes it away. */
      choose(isOurs: boolean) {
        isChosen = isOurs;
        chosen.fire();
      },
    };
  },
};
