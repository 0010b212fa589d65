import { count, duration } from '../../text/index.ts';
import type { TrainingPayload, TrainingRun, TrainingState } from '../training.ts';
import { epochNumber } from './epoch-number.ts';

/** What every picture of a run says in words. */
export const stateWords: Readonly<Record<TrainingState, string>> = {
  running: 'Training',
  finished: 'Finished',
  interrupted: 'Interrupted',
  failed: 'Failed',
};

/** How the state of a run is marked: no green tick above a verdict that says more. A finished run of an error is as a failed one. */
export type StateMark = TrainingState | 'doubtful';

export function stateMark({ state, verdict }: Pick<TrainingPayload, 'state' | 'verdict'>): StateMark {
  if (state !== 'finished' || verdict === undefined || verdict.tone === 'good') return state;
  return verdict.tone === 'error' ? 'failed' : 'doubtful';
}

/** `8 experts`, `census-income, 199,523 rows`, `batch 256`, `seed 7`, `trainer simd ×2`. */
export function runFacts(run: TrainingRun): readonly string[] {
  return [
    ...run.summary,
    `${run.dataset}, ${count(run.rows)} rows`,
    `batch ${count(run.batchSize)}`,
    `seed ${run.seed}`,
    `trainer ${run.trainer}`,
  ];
}

/** `unit` may be left out where there is little room. */
export type Phrase = { readonly text: string; readonly tone?: 'strong' | 'dim' | 'unit' };

/** The line under the progress bar: `left` reads on, `right` keeps its place. */
export type ProgressLine = {
  readonly left: readonly (readonly Phrase[])[];
  readonly right: readonly (readonly Phrase[])[];
};

export function progressLine(payload: TrainingPayload): ProgressLine {
  const { progress, state } = payload;
  const number = (epoch: number) => epochNumber(payload, epoch);
  const ran = [dim(`ran ${duration(progress.seconds)}`)];
  switch (state) {
    case 'running':
      return progress.step === 0
        ? { left: [[dim('waiting for step 1')]], right: [] }
        : {
            left: [
              [strong(`epoch ${number(progress.epoch)}/${number(progress.epochs)}`)],
              [plain('step '), strong(count(progress.step)), plain(` of ${count(progress.steps)}`)],
            ],
            right: [
              progress.examplesPerSecond === null
                ? []
                : [plain(count(progress.examplesPerSecond)), { text: ' examples', tone: 'unit' }, plain('/s')],
              progress.secondsLeft === null ? [] : [strong(duration(progress.secondsLeft)), plain(' left')],
            ],
          };
    case 'finished':
      return {
        left: [
          [
            strong(plural(progress.epoch, 'epoch')),
            plain(`, ${plural(progress.step, 'step')} in `),
            strong(duration(progress.seconds)),
          ],
          [dim(payload.kept ?? '')],
        ],
        right: progress.examplesPerSecond === null ? [] : [[dim(`${count(progress.examplesPerSecond)} examples/s`)]],
      };
    case 'interrupted':
      return {
        left: [
          [
            strong(`Interrupted in epoch ${number(progress.epoch)}/${number(progress.epochs)}.`),
            plain(` ${payload.kept ?? ''}`),
          ],
          [dim(lastValidation(payload))],
        ],
        right: [ran],
      };
    case 'failed':
      return {
        left: [
          [strong(`Failed at step ${count(progress.step)}.`), plain(` ${payload.message ?? ''}`)],
          [dim(payload.kept ?? '')],
        ],
        right: [ran],
      };
  }
}

/** One sentence with the numbers a reader of the screen asks for first. */
export function progressSentence(payload: TrainingPayload): string {
  const { state, progress } = payload;
  const [epoch, epochs] = [epochNumber(payload, progress.epoch), epochNumber(payload, progress.epochs)];
  const at = `epoch ${epoch} of ${epochs}, step ${count(progress.step)} of ${count(progress.steps)}`;
  return `${stateWords[state]}: ${at}`;
}

function lastValidation(payload: TrainingPayload): string {
  const last = payload.epochs.findLast(({ validation }) => validation !== undefined);
  return last === undefined
    ? 'No validation yet.'
    : `Last validation: epoch ${epochNumber(payload, last.epoch)}, step ${count(last.step)}.`;
}

function plural(n: number, word: string): string {
  return `${count(n)} ${word}${n === 1 ? '' : 's'}`;
}

const plain = (text: string): Phrase => ({ text });
const strong = (text: string): Phrase => ({ text, tone: 'strong' });
const dim = (text: string): Phrase => ({ text, tone: 'dim' });
