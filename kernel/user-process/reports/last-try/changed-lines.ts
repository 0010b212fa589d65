import type { ChangedLines } from '../../../payloads/training-before.ts';

/** Lines and characters of each side. */
const most = { lines: 8, characters: 400 };

/** Of a cell's text; lines that only moved to another indentation, and empty ones, are none. */
export function changedLines(before: string, after: string): ChangedLines {
  const [old, now] = [linesOf(before), linesOf(after)];
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let end = 0;
  while (end < Math.min(old.length, now.length) - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  const [removed, added] = withoutCommon(old.slice(start, old.length - end), now.slice(start, now.length - end));
  const shown = (lines: readonly string[]) => lines.slice(0, most.lines).map(shortened);
  const hidden = (lines: readonly string[]) => Math.max(0, lines.length - most.lines);
  return { removed: shown(removed), added: shown(added), more: hidden(removed) + hidden(added) };
}

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

type Sides = readonly [removed: readonly string[], added: readonly string[]];

/** What is left without a longest common subsequence; all, where finding one would take too long. */
function withoutCommon(old: readonly string[], now: readonly string[]): Sides {
  if (old.length * now.length > 1e6) return [old, now];
  // [i][j]: the length of one of old[i …] and now[j …].
  const lengths = Array.from({ length: old.length + 1 }, () => new Uint32Array(now.length + 1));
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--) {
    const row = lengths[i] ?? new Uint32Array(0);
    for (let j = now.length - 1; j >= 0; j--)
      row[j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  }
  const [removed, added]: [string[], string[]] = [[], []];
  for (let [i, j] = [0, 0]; i < old.length || j < now.length; ) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      i++;
      j++;
    } else if (j >= now.length || (i < old.length && at(i + 1, j) >= at(i, j + 1))) removed.push(old[i++] ?? '');
    else added.push(now[j++] ?? '');
  }
  return [removed, added];
}

function shortened(line: string): string {
  return line.length > most.characters ? `${line.slice(0, most.characters - 1)}…` : line;
}
