import { code, count, difference, type Phrase, type Sentence, sentence, strong } from '../../text/index.ts';
import type { TrainingPayload } from '../training.ts';
import type { ChangedLines, ChangedSetting, PairedDifference } from '../training-before.ts';

/** What every picture and text of a run says of the last try; nothing where there is none. */
export type LastTryWords = {
  /** Which run it is, and what changed since. */
  readonly changed: Sentence;
  /** What came of it: paired differences, or why there are none. Empty while the run trains. */
  readonly came: Sentence;
};

export function lastTryWords({ before }: TrainingPayload): LastTryWords | undefined {
  if (before === undefined) return undefined;
  const { payload, changed, differences, reason } = before;
  return {
    changed: sentence(`Grey: run ${count(payload.run.number)} of this cell. `, changedWords(changed)),
    came:
      differences === undefined
        ? []
        : sentence(differencesWords(differences), differences.length > 0 && reason ? ' ' : '', reason ?? ''),
  };
}

/** Whether the 95 % interval leaves 0 out. */
export function leavesZeroOut({ lower, upper }: PairedDifference): boolean {
  return lower > 0 || upper < 0;
}

const most = { settings: 8, lines: 3, characters: 72 };

function changedWords({ settings, lines }: NonNullable<TrainingPayload['before']>['changed']): Sentence {
  const chips = settings.slice(0, most.settings).map(settingChip);
  // A line that names a changed option says it again.
  const left = lines && without(lines, settings);
  const removed = (left?.removed ?? []).slice(0, most.lines).map((line) => code(`− ${cut(line, most.characters)}`));
  const added = (left?.added ?? []).slice(0, most.lines).map((line) => code(`+ ${cut(line, most.characters)}`));
  const all = [...chips, ...removed, ...added];
  if (all.length === 0)
    return sentence(
      strong('Nothing changed'),
      lines === undefined ? ' in its options.' : ' in its options or the text of the cell.',
    );
  const hidden =
    settings.length -
    chips.length +
    (left === undefined ? 0 : left.removed.length + left.added.length + left.more - removed.length - added.length);
  return sentence(
    strong('What changed: '),
    ...all.flatMap((chip, i): (string | Phrase)[] => (i === 0 ? [chip] : [', ', chip])),
    hidden > 0 ? ` and ${hidden} more.` : '.',
  );
}

function settingChip({ name, from, to }: ChangedSetting): Phrase {
  if (from === undefined) return code(`${name} ${short(to)}, which it did not have`);
  if (to === undefined) return code(`${name} ${short(from)} → none`);
  return code(`${name} ${short(from)} → ${short(to)}`);
}

/** Numbers as everywhere, without the zero before the point; what is long is cut. */
function short(value = ''): string {
  const written = /^-?0\.\d+$/.test(value) ? value.replace('0.', '.') : value;
  return cut(written, 48);
}

function cut(text: string, characters: number): string {
  return text.length > characters ? `${text.slice(0, characters - 1)}…` : text;
}

function without({ removed, added, more }: ChangedLines, settings: readonly ChangedSetting[]): ChangedLines {
  const isSaid = (line: string) => settings.some(({ name }) => new RegExp(`\\b${escaped(name)}\\b`).test(line));
  const left = (lines: readonly string[]) => lines.filter((line) => !isSaid(line));
  return { removed: left(removed), added: left(added), more };
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function differencesWords(differences: readonly PairedDifference[]): Sentence {
  if (differences.length === 0) return [];
  const rows = new Set(differences.map((each) => each.rows));
  const [all] = rows;
  const each = differences.flatMap((one, i): (string | Phrase)[] => {
    const digits = one.metric === 'AUC' ? 4 : digitsOf(one);
    const value = difference(one.mean, digits);
    return [
      i === 0 ? '' : ' · ',
      `${one.task} ${one.metric} `,
      leavesZeroOut(one) ? strong(value) : value,
      ` [${difference(one.lower, digits)}, ${difference(one.upper, digits)}]`,
    ];
  });
  return sentence(...each, rows.size === 1 ? `, paired on the same ${count(all)} rows.` : ', paired on the same rows.');
}

/** An RMSE may be of any size: two digits of its interval are told. */
function digitsOf({ lower, upper }: PairedDifference): number {
  const half = (upper - lower) / 2;
  return half > 0 ? Math.max(0, Math.min(9, 1 - Math.floor(Math.log10(half)))) : 4;
}
