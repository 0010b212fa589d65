import { findSourceMap } from 'node:module';
import { inspect, types } from 'node:util';
import { type CellError, type CellMap, originalPosition, type Position } from '../../link/index.ts';
import { asOurs } from '../built-ins/index.ts';
import { isInternal, withoutInternalFrames } from './internal-frames.ts';

/** Maps of cells by the name that their stack frames have. */
export interface CellMaps {
  add(name: string, map: CellMap): void;
}

/** Frames of older cells keep the positions of what V8 ran; a notebook that runs for days must not grow. */
const rememberedBytes = 4_000_000;

/** Makes `error.stack` speak of lines of cells, everywhere and for any code that reads it. */
export function installStackTraces(): CellMaps {
  const maps = new Map<string, CellMap>();
  let bytes = 0;
  Error.stackTraceLimit = 30;
  Error.prepareStackTrace = asOurs((error: Error, frames: NodeJS.CallSite[]) => {
    const lines = frames.flatMap((frame) => {
      // Code that the inspector evaluates has no file name, only the name that its sourceURL comment gives.
      const file = frame.getFileName() || frame.getScriptNameOrSourceURL() || '';
      if (file === '' || isInternal(file)) return [];
      return [`    at ${describeFrame(frame, file, maps.get(file))}`];
    });
    return [headline(error), ...lines].join('\n');
  });
  return {
    add(name, map) {
      maps.delete(name);
      maps.set(name, map);
      bytes += size(map);
      for (const [oldest, old] of maps) {
        if (bytes <= rememberedBytes || oldest === name) break;
        maps.delete(oldest);
        bytes -= size(old);
      }
    },
  };
}

function size(map: CellMap): number {
  return (map.compiled?.length ?? 0) + map.rewritten.length + 100;
}

/** UTF-16 code units of a function's name: methods can be called anything. */
const longestName = 100;

function describeFrame(frame: NodeJS.CallSite, file: string, map: CellMap | undefined): string {
  const position = { line: frame.getLineNumber() ?? 1, column: frame.getColumnNumber() ?? 1 };
  const { line, column } = (map ? originalPosition(map, position) : positionInModule(file, position)) ?? position;
  const place = `${file.replace(/^file:\/\//, '').replace(/\?.*/, '')}:${line}:${column}`;
  const name = frame
    .getFunctionName()
    ?.replace(/[\s()]+/g, ' ')
    .trim()
    .slice(0, longestName);
  if (!name) return frame.isAsync?.() ? `async ${place}` : place;
  const owner = frame.isConstructor() ? 'new ' : frame.isAsync?.() ? 'async ' : '';
  const type = frame.isToplevel() || frame.isConstructor() ? undefined : frame.getTypeName();
  const qualified = type && type !== 'Object' && !name.includes('.') ? `${type}.${name}` : name;
  return `${owner}${qualified} (${place})`;
}

/** For TypeScript beside the notebook, which has a map of its own (./module-hooks.ts). */
function positionInModule(file: string, { line, column }: Position): Position | undefined {
  const entry = findSourceMap(file)?.findEntry(line - 1, column - 1);
  if (!entry || !('originalLine' in entry)) return undefined;
  return { line: entry.originalLine + 1, column: entry.originalColumn + 1 };
}

function headline(error: Error): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return 'Error';
  }
}

/** What a cell shows of a value that was thrown. */
export function describeError(thrown: unknown): CellError {
  if (!types.isNativeError(thrown) && !(thrown instanceof Error)) {
    const evalue = inspect(thrown, { colors: false });
    return { ename: 'Thrown', evalue, traceback: `Thrown: ${evalue}`.split('\n') };
  }
  const text = readable(
    () => withoutInternalFrames(inspect(thrown, { colors: false })),
    () => headline(thrown as Error),
  );
  return {
    ename: readable(
      () => String((thrown as Error).name),
      () => 'Error',
    ),
    evalue: readable(
      () => String((thrown as Error).message),
      () => '',
    ),
    traceback: text.split('\n'),
    at: innermostPosition(text),
  };
}

/** Getters and custom inspection are the user's code, which may throw. */
function readable(read: () => string, otherwise: () => string): string {
  try {
    return read();
  } catch {
    return otherwise();
  }
}

function innermostPosition(stack: string): CellError['at'] {
  const [, name, line, column] =
    /^ {4}at (?:async )?(?:.*\()?((?:cell|expression)-\d+\.ts):(\d+):(\d+)\)?(?: \{)?$/m.exec(stack) ?? [];
  return name ? { name, line: Number(line), column: Number(column) } : undefined;
}
