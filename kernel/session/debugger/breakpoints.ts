import { fieldsOf } from '../../guards/index.ts';
import type { Content } from '../../jupyter/index.ts';
import { type Devtools, Refusal } from './devtools.ts';
import { holdsAt, parseHitCondition } from './hit-condition.ts';
import type { Script, Scripts } from './scripts.ts';
import type { Translate } from './translate.ts';

/** Breakpoints by the paths of their sources: in every run of a cell with that text, and in every version of a file. */
export interface Breakpoints {
  /** All of one source, in place of those before. */
  set(path: string, wanted: readonly Content[]): Promise<readonly Content[]>;
  /** A text that V8 is about to run has its breakpoints when this resolves. */
  place(script: Script): Promise<void>;
  /** What is hit by V8's ids: whose hit condition holds; those that only log have done so then. */
  hit(ids: readonly string[]): readonly Breakpoint[];
  find(id: number): Breakpoint | undefined;
  /** For `debugInfo`. */
  all(): readonly Content[];
  hasFiles(): boolean;
  forget(): void;
}

export type Breakpoint = {
  readonly id: number;
  readonly path: string;
  readonly line: number;
  /** JavaScript. */
  readonly condition: string;
  readonly hits: ReturnType<typeof parseHitCondition>;
  /** JavaScript that logs, where it waits for the hit condition. */
  readonly log: string | undefined;
  readonly given: Content;
  hitCount: number;
  readonly placed: Map<string, Script>;
};

export type BreakpointsOptions = {
  readonly devtools: Devtools;
  readonly scripts: Scripts;
  readonly translate: Translate;
};

export function createBreakpoints({ devtools, scripts, translate }: BreakpointsOptions): Breakpoints {
  const byPath = new Map<string, readonly Breakpoint[]>();
  let count = 0;

  const read = async (path: string, given: Content): Promise<Breakpoint> => {
    count += 1;
    const id = count;
    const condition = textIn(given, 'condition');
    const message = textIn(given, 'logMessage');
    const hits = parseHitCondition(textIn(given, 'hitCondition'));
    // An expression that is wrong is told when it is set, and not at each hit.
    const plain = condition === undefined ? '' : await translate.condition(condition);
    const log = message === undefined ? undefined : await translate.log(message, id, hits ? undefined : condition);
    return {
      id,
      path,
      line: Number(given.line),
      condition: log !== undefined && !hits ? log : plain,
      hits,
      log: hits ? log : undefined,
      given,
      hitCount: 0,
      placed: new Map(),
    };
  };

  /** The line where V8 stops; undefined where nothing of the source is code from there on. */
  const placeOne = async (breakpoint: Breakpoint, script: Script): Promise<number | undefined> => {
    const start = script.positions.running(breakpoint.line);
    if (!start) return undefined;
    const { line, column } = start.at;
    const { condition } = breakpoint;
    const at = { url: script.url, lineNumber: line - 1, columnNumber: column - 1, condition };
    const { breakpointId, locations } = await devtools('Debugger.setBreakpointByUrl', at);
    breakpoint.placed.set(String(breakpointId), script);
    const [location] = Array.isArray(locations) ? locations.map(fieldsOf) : [];
    if (!location) return start.line;
    const running = { line: Number(location.lineNumber) + 1, column: Number(location.columnNumber ?? 0) + 1 };
    return script.positions.source(running)?.line ?? start.line;
  };

  const remove = async (path: string): Promise<void> => {
    const placed = (byPath.get(path) ?? []).flatMap((each) => [...each.placed.keys()]);
    byPath.delete(path);
    // One whose script is gone is gone, too.
    await Promise.all(
      placed.map((breakpointId) => devtools('Debugger.removeBreakpoint', { breakpointId }).catch(() => {})),
    );
  };

  return {
    async set(path, wanted) {
      await remove(path);
      const own: Breakpoint[] = [];
      byPath.set(path, own);
      const answers: Content[] = [];
      const source = { path };
      for (const given of wanted) {
        try {
          if (!Number.isSafeInteger(given.line) || Number(given.line) < 1)
            throw new Refusal(`A breakpoint needs a line from 1 on; ${JSON.stringify(given.line)} was given.`);
          const breakpoint = await read(path, given);
          own.push(breakpoint);
          const lines: (number | undefined)[] = [];
          for (const script of scripts.ofPath(path)) lines.push(await placeOne(breakpoint, script));
          const line =
            lines.findLast((each) => each !== undefined) ?? (lines.length === 0 ? breakpoint.line : undefined);
          const place =
            line === undefined
              ? { verified: false, message: 'There is no code from this line on.' }
              : { verified: true, line };
          answers.push({ id: breakpoint.id, source, line: breakpoint.line, ...place });
        } catch (error) {
          answers.push({ verified: false, source, line: given.line, message: (error as Error).message });
        }
      }
      return answers;
    },
    async place(script) {
      for (const breakpoint of byPath.get(script.path) ?? []) await placeOne(breakpoint, script);
    },
    hit(ids) {
      const hit = [...byPath.values()].flat().filter(({ placed }) => ids.some((id) => placed.has(id)));
      return hit.filter((breakpoint) => {
        breakpoint.hitCount += 1;
        return holdsAt(breakpoint.hits, breakpoint.hitCount);
      });
    },
    find: (id) => [...byPath.values()].flat().find((each) => each.id === id),
    all: () =>
      [...byPath]
        .filter(([, own]) => own.length > 0)
        .map(([path, own]) => ({ source: path, breakpoints: own.map(({ given }) => given) })),
    hasFiles: () => [...byPath].some(([path, own]) => own.length > 0 && !scripts.isCell(path)),
    forget() {
      for (const breakpoint of [...byPath.values()].flat()) breakpoint.placed.clear();
    },
  };
}

function textIn(given: Content, name: string): string | undefined {
  const value = given[name];
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}
