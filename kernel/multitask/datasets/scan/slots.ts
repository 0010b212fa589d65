import { basename } from 'node:path';
import { type ByteDictionary, byteDictionary, hashOf } from './byte-dictionary.ts';
import { enlarged } from './enlarged.ts';
import { newlineByte, returnByte, wholeLines } from './whole-lines.ts';

/**
 * Reads lines `sample,click,conversion,slot:id,slot:id,…`, the text form of Ali-CCP that PaddleRec's ESMM takes, into one
 * ragged column of codes per slot. A slot may have any number of ids in a row, none too; all are kept, also the first,
 * which PaddleRec's reader skips by mistake. Slots that are not asked for are left out.
 *
 * @param file named in errors, with the line.
 */
export async function scanSlots(
  chunks: AsyncIterable<Uint8Array>,
  slots: readonly string[],
  file: string,
): Promise<ScannedSlots> {
  const known = byteDictionary();
  for (const slot of slots) {
    const bytes = Buffer.from(slot);
    known.codeOf(bytes, 0, bytes.length, hashOf(bytes, 0, bytes.length));
  }
  const state: State = {
    rows: 0,
    click: new Uint8Array(1024),
    conversion: new Uint8Array(1024),
    slots: slots.map(() => ({
      offsets: new Uint32Array(1024),
      codes: new Int32Array(1024),
      ids: byteDictionary(),
      row: [],
    })),
  };
  for await (const lines of wholeLines(chunks)) {
    for (let at = 0, end = 0; at < lines.length; at = end + 1) {
      end = lines.indexOf(newlineByte, at);
      const stop = lines[end - 1] === returnByte ? end - 1 : end;
      if (stop > at) scanLine(lines.subarray(at, stop), known, state, `${basename(file)}, line ${state.rows + 1}`);
    }
  }
  const { rows } = state;
  return {
    length: rows,
    click: state.click.slice(0, rows),
    conversion: state.conversion.slice(0, rows),
    slots: state.slots.map(({ offsets, codes, ids }) => ({
      offsets: offsets.slice(0, rows + 1),
      codes: codes.slice(0, offsets[rows]),
      values: ids.values(),
    })),
  };
}

/** Labels 0 or 1 [row]; slots in the order asked for, with codes that stand for `values[code]`. */
export type ScannedSlots = {
  readonly length: number;
  readonly click: Uint8Array;
  readonly conversion: Uint8Array;
  readonly slots: readonly {
    readonly offsets: Uint32Array;
    readonly codes: Int32Array;
    readonly values: readonly string[];
  }[];
};

type State = { rows: number; click: Uint8Array; conversion: Uint8Array; readonly slots: readonly Slot[] };

/** `row` holds the codes of the line at hand: slots may come in any order, a ragged column wants each in one piece. */
type Slot = { offsets: Uint32Array; codes: Int32Array; readonly ids: ByteDictionary; readonly row: number[] };

const [commaByte, colonByte, zeroByte, oneByte] = [44, 58, 48, 49];

function scanLine(line: Uint8Array, known: ByteDictionary, state: State, where: string): void {
  const [first, second] = [line.indexOf(commaByte), line.indexOf(commaByte, line.indexOf(commaByte) + 1)];
  const labels = [line[first + 1], line[second + 1]];
  const single = second === first + 2 && (line[second + 2] === commaByte || line.length === second + 2);
  if (first < 0 || second < 0 || !single || !labels.every((label) => label === zeroByte || label === oneByte)) {
    throw new Error(`${where}: expected "sample,click,conversion,slot:id,…" with labels 0 or 1, not ${text(line)}.`);
  }
  for (const slot of state.slots) slot.row.length = 0;
  for (let at = second + 3, end = at; at < line.length; at = end + 1) {
    end = line.indexOf(commaByte, at);
    if (end < 0) end = line.length;
    const colon = line.indexOf(colonByte, at);
    if (colon < 0 || colon >= end - 1 || colon === at) {
      throw new Error(`${where}: expected "slot:id", not ${text(line.subarray(at, end))}.`);
    }
    const count = state.slots.length;
    const index = known.codeOf(line, at, colon, hashOf(line, at, colon));
    if (index >= count) continue; // a slot not asked for, which the dictionary now knows
    const slot = state.slots[index];
    slot.row.push(slot.ids.codeOf(line, colon + 1, end, hashOf(line, colon + 1, end)));
  }
  const row = state.rows++;
  state.click = enlarged(state.click, row + 1);
  state.conversion = enlarged(state.conversion, row + 1);
  state.click[row] = labels[0] - zeroByte;
  state.conversion[row] = labels[1] - zeroByte;
  for (const slot of state.slots) {
    const start = slot.offsets[row];
    slot.offsets = enlarged(slot.offsets, row + 2);
    slot.codes = enlarged(slot.codes, start + slot.row.length);
    slot.codes.set(slot.row, start);
    slot.offsets[row + 1] = start + slot.row.length;
  }
}

function text(bytes: Uint8Array): string {
  return JSON.stringify(Buffer.from(bytes.subarray(0, 40)).toString());
}
