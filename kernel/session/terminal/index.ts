import { createScreen, type Screen } from './screen.ts';

type Name = 'stdout' | 'stderr';

/** A message that says what a run has printed. */
export type Printed =
  | { readonly msgType: 'stream'; readonly content: { readonly name: Name; readonly text: string } }
  | { readonly msgType: 'clear_output'; readonly content: { readonly wait: boolean } };

/**
 * What cells print, with the movements of progress bars done: Jupyter's front ends understand line feeds, colours, and that a
 * carriage return writes over the last line, and no more in common. A change above the last line is told by showing the
 * cell's text again, where it is short and nothing else is shown there; else the last state of it is shown once, at the end.
 */
export interface Terminals {
  print(execution: number, name: Name, text: string): readonly Printed[];
  /** Another message of the run is about to be published; returns what has to be said before it. */
  publish(execution: number, msgType: string): readonly Printed[];
  /** What was held back because it may still change. */
  settle(): readonly (readonly [execution: number, printed: Printed])[];
}

/** The text of one stream until something else is shown. */
type Block = {
  readonly name: Name;
  readonly screen: Screen;
  /** Lines that can change no more; undefined where they are too long to be shown again. */
  above: string | undefined;
  /** Lines that have left the screen since front ends were told of them. */
  left: string[];
  /** The lines on the screen, as front ends have them. */
  shown: readonly string[];
  /** Of the last line, with the blanks that hide what was longer. */
  lastLength: number;
  /** Front ends have not seen the lines as they are now. */
  isHeld: boolean;
};

type Terminal = { blocks: Block[]; hasOther: boolean };

/** UTF-16 code units of a cell's text that is shown again when a line of it changes. */
const mostAgain = 64 * 1024;
/** Runs whose text may still change. */
const remembered = 8;

export function createTerminals(): Terminals {
  const terminals = new Map<number, Terminal>();

  const terminalOf = (execution: number): Terminal => {
    const known = terminals.get(execution);
    if (known) return known;
    const fresh: Terminal = { blocks: [], hasOther: false };
    terminals.set(execution, fresh);
    const oldest = terminals.keys().next().value;
    if (terminals.size > remembered && oldest !== undefined) terminals.delete(oldest);
    return fresh;
  };

  /** The block that text of this name goes to, and what has to be said of the one before. */
  const open = (terminal: Terminal, name: Name): readonly [Block, readonly Printed[]] => {
    const last = terminal.blocks.at(-1);
    if (last?.name === name) return [last, []];
    const block: Block = {
      name,
      screen: createScreen(),
      above: '',
      left: [],
      shown: [''],
      lastLength: 0,
      isHeld: false,
    };
    terminal.blocks.push(block);
    return [block, release(last)];
  };

  return {
    print(execution, name, text) {
      const terminal = terminalOf(execution);
      const [block, before] = open(terminal, name);
      const taken = block.screen.write(text);
      // Behind blanks that hide a longer line nothing can be added.
      const isInStep = !block.isHeld && block.lastLength === block.shown.at(-1)?.length;
      const said = taken !== undefined && isInStep ? appended(block, taken) : changed(terminal, block);
      return [...before, ...said];
    },
    publish(execution, msgType) {
      if (!endsText.has(msgType)) return [];
      const terminal = terminalOf(execution);
      const before = msgType === 'clear_output' ? [] : release(terminal.blocks.at(-1));
      terminals.set(execution, { blocks: [], hasOther: msgType !== 'clear_output' });
      return before;
    },
    settle: () =>
      [...terminals].flatMap(([execution, { blocks }]) =>
        release(blocks.at(-1)).map((printed) => [execution, printed] as const),
      ),
  };
}

/** Updates of displays, comms and the like leave the text where it is. */
const endsText = new Set(['display_data', 'execute_result', 'error', 'clear_output']);

/** Lines as they are now: those that left the screen since they were shown, and those on it. */
type Now = { readonly above: readonly string[]; readonly below: readonly string[] };

function look(block: Block): Now {
  for (const line of block.screen.takeLeft()) block.left.push(line);
  return { above: block.left, below: block.screen.lines() };
}

/** Front ends have them now. */
function keep(block: Block, { above, below }: Now, lastLength = below.at(-1)?.length ?? 0): void {
  const text = block.above === undefined ? undefined : block.above + above.map((line) => `${line}\n`).join('');
  block.above = text !== undefined && text.length <= mostAgain ? text : undefined;
  Object.assign(block, { left: [], shown: below, lastLength, isHeld: false });
}

function appended(block: Block, text: string): readonly Printed[] {
  keep(block, look(block));
  return stream(block, text);
}

function changed(terminal: Terminal, block: Block): readonly Printed[] {
  const now = look(block);
  const lines = [...now.above, ...now.below];
  const last = block.shown.length - 1;
  const first = block.shown.findIndex((line, i) => line !== lines[i]);
  // Most often the last line is written again, and perhaps lines follow.
  if ((first < 0 || first === last) && lines.length > last) {
    const [before = '', line = ''] = [block.shown[last], lines[last]];
    const following = lines.slice(last + 1);
    const isMore = line.startsWith(before) && block.lastLength === before.length;
    const isSame = line === before;
    const shown = isSame ? '' : isMore ? line.slice(before.length) : `\r${line.padEnd(block.lastLength)}`;
    const length = isSame ? block.lastLength : Math.max(line.length, isMore ? 0 : block.lastLength);
    keep(block, now, following.length > 0 ? undefined : length);
    return stream(block, [shown, ...following].join('\n'));
  }
  const said = again(terminal, block, now);
  block.isHeld = said === undefined;
  if (said) return said;
  return block.left.length > mostHeld ? release(block) : [];
}

/** Lines that leave the screen while it is held back. */
const mostHeld = 1_000;

/** The whole text of the cell once more, in place of what is there. */
function again(terminal: Terminal, block: Block, now: Now): readonly Printed[] | undefined {
  if (terminal.hasOther || block.above === undefined) return undefined;
  const { above, shown } = block;
  const before = { above, shown, lastLength: block.lastLength };
  const left = block.left;
  keep(block, now);
  const texts = terminal.blocks.map(textOf);
  const length = texts.reduce<number>((sum, text) => sum + (text?.length ?? Number.POSITIVE_INFINITY), 0);
  if (length > mostAgain) {
    Object.assign(block, { ...before, left });
    return undefined;
  }
  const streams = terminal.blocks.flatMap((each, i) => stream(each, texts[i] ?? ''));
  return [{ msgType: 'clear_output', content: { wait: streams.length > 0 } }, ...streams];
}

/** Lines that changed while they were held back, below what front ends have of them. */
function release(block: Block | undefined): readonly Printed[] {
  if (!block?.isHeld) return [];
  const now = look(block);
  const lines = [...now.above, ...now.below];
  const first = block.shown.findIndex((line, i) => line !== lines[i]);
  const fresh = lines.slice(first < 0 ? block.shown.length : first);
  const isAtStart = block.lastLength === 0;
  keep(block, now);
  return fresh.length === 0 ? [] : stream(block, (isAtStart ? '' : '\n') + fresh.join('\n'));
}

function textOf({ above, shown }: Block): string | undefined {
  return above === undefined ? undefined : above + shown.join('\n');
}

function stream({ name }: Block, text: string): readonly Printed[] {
  return text === '' ? [] : [{ msgType: 'stream', content: { name, text } }];
}
