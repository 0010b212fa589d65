import { fieldsOf, isObject, textOf } from '../../kernel/guards/index.ts';
import type { CellPaths, DebuggedCell } from './cell-paths.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The Debug Adapter Protocol between VS Code and a kernel: cells are paths of their texts there, and addresses of documents here. */
export interface CellAdapter {
  /** A request of VS Code. */
  handle(request: Fields): Promise<void>;
  /** An event of the kernel. */
  hear(event: Fields): void;
  /** A cell is about to run: it may have been edited since its breakpoints were set. */
  willRun(cell: DebuggedCell): Promise<void>;
  /** VS Code is told that it is over. */
  end(): void;
}

export type CellAdapterOptions = {
  readonly paths: CellPaths;
  /** Asks the kernel; gives its response. */
  ask(command: string, given: Fields): Promise<Fields>;
  /** Tells VS Code. */
  send(message: Fields): void;
  /** What stands in the cell at an address; undefined for what is no cell of the notebook. */
  cell(uri: string): DebuggedCell | undefined;
  /** The line where a cell that is run by line stops first. */
  readonly firstStop: DebuggedCell | undefined;
  /** Breakpoints are set: cells may run. */
  ready(): void;
};

/** After these the process runs: it may stand again before VS Code has heard that it ran. */
const motions: ReadonlySet<unknown> = new Set(['continue', 'next', 'stepIn', 'stepOut']);

export function createCellAdapter({ paths, ask, send, cell, firstStop, ready }: CellAdapterOptions): CellAdapter {
  let sequence = 0;
  let moving = 0;
  let held: Fields[] = [];
  /** What VS Code asked for, by address. */
  const wanted = new Map<string, readonly unknown[]>();
  let first = firstStop;
  const unknown: string[] = [];

  const tell = (message: Fields): void => {
    sequence += 1;
    send({ ...message, seq: sequence });
  };

  const toVsCode = (source: Fields): Fields => {
    const path = textOf(source.path);
    const uri = paths.cellAt(path);
    if (uri !== undefined) return { ...source, path: uri };
    if (source.name === undefined || !/^Cell In\[/.test(textOf(source.name))) return source;
    // The text of a cell that was edited or deleted since: the kernel has it.
    if (!unknown.includes(path)) unknown.push(path);
    return { ...source, sourceReference: unknown.indexOf(path) + 1, presentationHint: 'deemphasize' };
  };

  const setBreakpoints = async (uri: string, breakpoints: readonly unknown[], given: Fields = {}): Promise<Fields> => {
    const found = cell(uri);
    if (!found) return ask('setBreakpoints', { ...given, source: { path: uri }, breakpoints });
    wanted.set(uri, breakpoints);
    const before = paths.last(uri);
    const path = await paths.dump(found);
    if (before !== undefined && before !== path)
      await ask('setBreakpoints', { source: { path: before }, breakpoints: [] });
    const all = first?.uri === uri ? [...breakpoints, { line: 1 }] : breakpoints;
    const response = await ask('setBreakpoints', { ...given, source: { path }, breakpoints: all });
    const set = fieldsOf(response.body).breakpoints;
    return Array.isArray(set) ? { ...response, body: { breakpoints: set.slice(0, breakpoints.length) } } : response;
  };

  const answer = async (command: string, given: Fields): Promise<Fields> => {
    const path = textOf(fieldsOf(given.source).path);
    if (command === 'setBreakpoints')
      return setBreakpoints(path, Array.isArray(given.breakpoints) ? given.breakpoints : [], given);
    if (command === 'source') {
      const known = unknown[Number(given.sourceReference) - 1];
      return ask(command, { ...given, source: { path: known ?? path } });
    }
    return ask(command, given);
  };

  return {
    async handle({ seq, command, arguments: given }) {
      const name = textOf(command);
      if (motions.has(name)) moving += 1;
      const response = await answer(name, fieldsOf(given)).catch((error: Error) => ({
        success: false,
        message: error.message,
      }));
      const { success, message, body } = fieldsOf(withSources(response, toVsCode));
      tell({ type: 'response', request_seq: seq, command: name, success, message, body });
      if (name === 'configurationDone') {
        if (first) await setBreakpoints(first.uri, wanted.get(first.uri) ?? []);
        ready();
      }
      if (!motions.has(name)) return;
      moving -= 1;
      const events = moving === 0 ? held : [];
      if (moving === 0) held = [];
      events.forEach(tell);
    },
    hear(event) {
      const told = fieldsOf(withSources(event, toVsCode));
      if (told.event === 'stopped' && first) {
        const { uri } = first;
        first = undefined;
        void setBreakpoints(uri, wanted.get(uri) ?? []).catch(() => {}); // The kernel has ended, and its stop with it.
      }
      if (moving > 0) held.push(told);
      else tell(told);
    },
    async willRun(running) {
      if (!paths.isCurrent(running)) await setBreakpoints(running.uri, wanted.get(running.uri) ?? []);
    },
    end: () => tell({ type: 'event', event: 'terminated', body: {} }),
  };
}

/** A message with other sources; frames, breakpoints and outputs have them. */
function withSources(value: unknown, change: (source: Fields) => Fields): unknown {
  if (Array.isArray(value)) return value.map((each) => withSources(each, change));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      key === 'source' && isObject(each) ? change(each) : withSources(each, change),
    ]),
  );
}
