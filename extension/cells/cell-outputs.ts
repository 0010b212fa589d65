/** One representation of an output; `mime` is a MIME type or one of the editor's own three below. */
export type Item = { readonly mime: string; readonly data: Uint8Array };

/** What the notebook file keeps of an output beside its data; the names are those of VS Code's own .ipynb serializer. */
export type OutputMetadata = {
  readonly outputType: 'stream' | 'display_data' | 'execute_result' | 'error';
  readonly executionCount?: number;
  readonly metadata?: unknown;
  readonly transient?: { readonly display_id: string };
  readonly originalError?: unknown;
};

/** A change to the outputs of one cell. `output` numbers the outputs of one run. */
export type Edit =
  | { readonly kind: 'clear' }
  | { readonly kind: 'append'; readonly output: number; readonly items: Item[]; readonly metadata: OutputMetadata }
  /** Clears and appends at once, so that nothing flickers. */
  | { readonly kind: 'reset'; readonly output: number; readonly items: Item[]; readonly metadata: OutputMetadata }
  | { readonly kind: 'extend'; readonly output: number; readonly items: Item[] }
  | { readonly kind: 'replace'; readonly output: number; readonly items: Item[] };

/** Which outputs carry which display_id, over all cells of a kernel. */
export class Displays<Run> {
  readonly #places = new Map<string, { readonly run: Run; readonly output: number }[]>();

  add(displayId: string, run: Run, output: number): void {
    const places = this.#places.get(displayId) ?? [];
    this.#places.set(displayId, [...places, { run, output }]);
  }

  find(displayId: string): readonly { readonly run: Run; readonly output: number }[] {
    return this.#places.get(displayId) ?? [];
  }

  /** The display_ids of a run's outputs. */
  of(run: Run): readonly (readonly [displayId: string, output: number])[] {
    return [...this.#places].flatMap(([displayId, places]) =>
      places.filter((place) => place.run === run).map(({ output }) => [displayId, output] as const),
    );
  }

  /** The outputs of this run are gone from the notebook. */
  forget(run: Run): void {
    for (const [displayId, places] of this.#places) {
      const left = places.filter((place) => place.run !== run);
      if (left.length === 0) this.#places.delete(displayId);
      else this.#places.set(displayId, left);
    }
  }

  clear(): void {
    this.#places.clear();
  }
}

type Content = Readonly<Record<string, unknown>>;

/** How far a run has come: what it takes to fold the next message. */
export type FoldState = {
  readonly next: number;
  readonly stream?: { readonly name: string; readonly output: number } | undefined;
  readonly clearFirst: boolean;
  readonly displays: readonly (readonly [displayId: string, output: number])[];
};

/** Folds the iopub messages of one run of one cell into changes of its outputs. Knows nothing of VS Code. */
export class CellOutputs<Run> {
  readonly #run: Run;
  readonly #displays: Displays<Run>;
  #next: number;
  /** The output that more text of the same stream is added to. */
  #stream: FoldState['stream'];
  /** clear_output(wait: true): the next output replaces all others. */
  #clearFirst: FoldState['clearFirst'];

  constructor(run: Run, displays: Displays<Run>, from?: FoldState) {
    this.#run = run;
    this.#displays = displays;
    this.#next = from?.next ?? 0;
    this.#stream = from?.stream;
    this.#clearFirst = from?.clearFirst ?? false;
    for (const [displayId, output] of from?.displays ?? []) displays.add(displayId, run, output);
  }

  state(): FoldState {
    const displays = this.#displays.of(this.#run);
    return { next: this.#next, stream: this.#stream, clearFirst: this.#clearFirst, displays };
  }

  receive(msgType: string, content: Content): readonly Edit[] {
    switch (msgType) {
      case 'stream':
        return this.#text(content.name === 'stderr' ? 'stderr' : 'stdout', text(content.text));
      case 'display_data':
      case 'execute_result':
        return this.#display(msgType, content);
      case 'error':
        return this.#error(content);
      case 'clear_output':
        if (content.wait === true) {
          this.#clearFirst = true;
          return [];
        }
        this.#forgetAll();
        return [{ kind: 'clear' }];
      default:
        return [];
    }
  }

  #text(name: 'stdout' | 'stderr', written: string): readonly Edit[] {
    const items = [{ mime: name === 'stdout' ? stdoutMime : stderrMime, data: utf8(written) }];
    if (this.#stream?.name === name && !this.#clearFirst)
      return [{ kind: 'extend', output: this.#stream.output, items }];
    const edit = this.#append(items, { outputType: 'stream' });
    this.#stream = { name, output: edit.output };
    return [edit];
  }

  #display(outputType: 'display_data' | 'execute_result', content: Content): readonly Edit[] {
    const displayId = record(content.transient).display_id;
    const edit = this.#append(toItems(record(content.data)), {
      outputType,
      ...(typeof content.execution_count === 'number' ? { executionCount: content.execution_count } : {}),
      metadata: record(content.metadata),
      ...(typeof displayId === 'string' ? { transient: { display_id: displayId } } : {}),
    });
    this.#stream = undefined;
    if (typeof displayId === 'string') this.#displays.add(displayId, this.#run, edit.output);
    return [edit];
  }

  #error(content: Content): readonly Edit[] {
    const traceback = Array.isArray(content.traceback) ? content.traceback.map(text) : [];
    const error = { name: text(content.ename), message: text(content.evalue), stack: traceback.join('\n') };
    const edit = this.#append([{ mime: errorMime, data: utf8(JSON.stringify(error)) }], {
      outputType: 'error',
      originalError: { ename: error.name, evalue: error.message, traceback },
    });
    this.#stream = undefined;
    return [edit];
  }

  #append(items: Item[], metadata: OutputMetadata) {
    const kind = this.#clearFirst ? 'reset' : 'append';
    if (this.#clearFirst) this.#forgetAll();
    const output = this.#next++;
    return { kind, output, items, metadata } as const;
  }

  #forgetAll(): void {
    this.#clearFirst = false;
    this.#stream = undefined;
    this.#displays.forget(this.#run);
  }
}

/** The content of an update_display_data message. */
export function readUpdate(content: Content): { readonly displayId: string; readonly items: Item[] } {
  return { displayId: text(record(content.transient).display_id), items: toItems(record(content.data)) };
}

// The names behind NotebookCellOutputItem.stdout, .stderr and .error, which only exist inside VS Code.
const stdoutMime = 'application/vnd.code.notebook.stdout';
const stderrMime = 'application/vnd.code.notebook.stderr';
const errorMime = 'application/vnd.code.notebook.error';

/** The representations of a MIME bundle, ours first: the editor shows the first one that it knows no better order for. */
export function toItems(bundle: Content): Item[] {
  return Object.entries(bundle)
    .map(([mime, value]) => ({ mime, data: toBytes(mime, value) }))
    .sort((a, b) => Number(isOurs(b.mime)) - Number(isOurs(a.mime)));
}

function isOurs(mime: string): boolean {
  return mime.startsWith('application/vnd.multitask-notebook.');
}

/** Jupyter sends JSON types as values, text as a string or as lines, and everything binary as base64. */
function toBytes(mime: string, value: unknown): Uint8Array {
  if (/^application\/(.+\+)?json$/.test(mime)) return utf8(JSON.stringify(value));
  const written = text(value);
  const isBinary = /^(image|audio|video)\//.test(mime) && mime !== 'image/svg+xml';
  return isBinary || mime === 'application/pdf' ? Buffer.from(written, 'base64') : utf8(written);
}

function text(value: unknown): string {
  if (Array.isArray(value)) return value.map(text).join('');
  if (typeof value === 'string') return value;
  return value === undefined ? '' : JSON.stringify(value);
}

function record(value: unknown): Content {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function utf8(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}
