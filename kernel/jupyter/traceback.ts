import { uncaughtTitles } from '../link/index.ts';

/**
 * How a traceback is written in a notebook. V8 says `at f (cell-11.ts:4:9)`; people and clients know a cell by what stands beside it,
 * and VS Code makes a link of `Cell In[11], line 4`, also in a notebook that was saved.
 */
export function shownTraceback(ename: string, lines: readonly string[]): string[] {
  let isHead = true;
  return lines.map((line) => {
    const frame = readStackLine(line);
    if (frame) return writeFrame(frame);
    const shown = withoutLinks(line).replace(/^> (?= *\d+ \| )|(?<=^ +\| +)\^$/, red);
    if (!isHead) return shown;
    isHead = false;
    return headline(ename, shown);
  });
}

/** A line of a traceback that names a place in a person's code. */
export type Frame = {
  /** Spaces before it: errors within errors are indented. */
  readonly indent: string;
  readonly place:
    | { readonly kind: 'cell'; readonly count: number; readonly line: number }
    /** As it was found, with line and column. */
    | { readonly kind: 'file'; readonly file: string; readonly line: number; readonly column: number };
  /** What comes behind: the function, and the brace of what the error carries. */
  readonly rest: string;
};

/** The frame that `shownTraceback` wrote in a line; text of a message that looks like one has other colours. */
export function readFrame(line: string): Frame | undefined {
  const [, indent = '', count, inCell, file, inFile, column, rest = ''] = frameLine.exec(line) ?? [];
  if (count !== undefined) return { indent, place: { kind: 'cell', count: Number(count), line: Number(inCell) }, rest };
  if (file === undefined) return undefined;
  return { indent, place: { kind: 'file', file, line: Number(inFile), column: Number(column) }, rest };
}

function writeFrame({ indent, place, rest }: Frame): string {
  if (place.kind === 'file') return `${indent}File ${green(`${place.file}:${place.line}:${place.column}`)}${rest}`;
  return `${indent}Cell ${green(`In[${place.count}]`)}, ${green(`line ${place.line}`)}${rest}`;
}

const [redStart, greenStart, end] = ['\u001b[31m', '\u001b[32m', '\u001b[39m'];
const red = (text: string): string => `${redStart}${text}${end}`;
const green = (text: string): string => `${greenStart}${text}${end}`;

const frameLine =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
  /^( *)(?:Cell \u001b\[32mIn\[(\d+)\]\u001b\[39m, \u001b\[32mline (\d+)|File \u001b\[32m(.+):(\d+):(\d+))\u001b\[39m(.*)$/;

function readStackLine(stackLine: string): Frame | undefined {
  const [, indent = '', name, file = '', line, column, carried = ''] = v8Line.exec(stackLine) ?? [];
  if (line === undefined) return undefined;
  const rest = `${name === undefined ? '' : `, in ${name}`}${carried}`;
  const [, count] = /^cell-(\d+)\.ts$/.exec(file) ?? [];
  if (count !== undefined) return { indent, place: { kind: 'cell', count: Number(count), line: Number(line) }, rest };
  return { indent, place: { kind: 'file', file, line: Number(line), column: Number(column) }, rest };
}

const v8Line = /^( *)at (?:async )?(?:(\S.*?) \()?([^\s(].*?):(\d+):(\d+)\)?((?: \{|,)?)$/;

/** The kind of error in red, with what stands before it (“Uncaught: ”). */
function headline(ename: string, line: string): string {
  const at = ename === '' ? -1 : line.indexOf(ename);
  return at < 0 ? line : `${red(line.slice(0, at + ename.length))}${line.slice(at + ename.length)}`;
}

/**
 * VS Code takes `<a href=…>` in an error for a link, and what looks like a frame of Python, too: a message could not be read as it
 * was written. A code that changes nothing (the default font) in such a word prevents that.
 */
function withoutLinks(line: string): string {
  return line.replace(/<(?=a\s)|\bF(?=ile\s.+:\d)|\bC(?=ell\s*In\s*\[)|\bI(?=nput\s)/gi, '$&\u001b[10m');
}

/** Whether the content of an `error` is about code that went on behind its cell (a timer, a promise), and not of how the cell ended. */
export function isUncaught({ ename }: { readonly ename?: unknown }): boolean {
  return uncaughtTitles.some((title) => String(ename).startsWith(`${title}: `));
}
