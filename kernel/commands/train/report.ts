import { conflictSentence } from '../../multitask/conflicts/index.ts';
import type { ColumnUse } from '../../multitask/datasets/index.ts';
import type { Metrics } from '../../multitask/metrics/index.ts';
import { type Model, metricsTable } from '../../multitask/model/index.ts';
import type { RunVerdict } from '../../multitask/run-verdict.ts';
import type { EndedEvent, EpochEvent, TrainingEvent } from '../../multitask/training/index.ts';
import { count, fraction, plainText, type Sentence, significant, tableText } from '../../text/index.ts';
import { type FlagGroups, withFlags } from '../command-line/index.ts';
import { columnLines } from '../tables/column-lines.ts';

/** Tells a training run in the terminal, or one JSON object a line. */
export type Report = {
  /** What each column of a table became. */
  readonly columns: (name: string, columns: readonly ColumnUse[], notes: readonly string[]) => void;
  readonly event: (event: TrainingEvent) => void;
  readonly test: (metrics: Metrics, rows: number) => void;
};

type Write = (line: string) => void;

/** Machine-readable: the model, each epoch, the end, the test. Numbers that do not exist (NaN) are null. */
export function jsonReport(model: Model, write: Write): Report {
  const line = (object: unknown) => write(`${JSON.stringify(object)}\n`);
  return {
    columns: (name, columns, notes) => line({ table: name, columns, notes }),
    event(event) {
      switch (event.kind) {
        case 'started': {
          const { run } = event;
          return line({ ...run, parameters: model.parameterCount });
        }
        case 'epoch': {
          const { kind: _, verdict, ...epoch } = event;
          return line({ ...epoch, ...plainVerdict(verdict) });
        }
        case 'ended': {
          // Rows and predictions are for the last try of a notebook: megabytes, of what a line is to tell.
          const { kind: _, verdict, validated: __, ...ended } = event;
          return line({ ...ended, ...plainVerdict(verdict) });
        }
      }
    },
    test: (test) => line({ test }),
  };
}

/** The words of a verdict as text. */
function plainVerdict(verdict: RunVerdict | undefined): object {
  if (!verdict) return {};
  const { headline, detail } = verdict;
  return { verdict: { ...verdict, headline: plainText(headline), detail: plainText(detail) } };
}

/** A table with a line per epoch, and advice as `flags`; `progress`, where there is a terminal, gets a line that is overwritten while one runs. */
export function textReport(write: Write, progress: Write | undefined, flags: FlagGroups): Report {
  const said = (words: Sentence) => plainText(withFlags(words, flags));
  let steps = { perEpoch: 0, before: 0 };
  // Epochs that the weights had lived: numbers count on from there.
  let lived = 0;
  let widths: number[] = [];
  const epochs: EpochEvent[] = [];
  const row = (cells: readonly string[]) => {
    if (widths.length === 0) widths = cells.map((cell) => Math.max(cell.length, 7));
    write(`${cells.map((cell, i) => cell.padStart(widths[i] ?? 0)).join('  ')}\n`);
  };
  return {
    columns: (name, columns, notes) => {
      write(`${name}: ${columns.length} columns\n${columnLines(columns)}`);
      for (const note of notes) write(`  ${note}\n`);
      write('\n');
    },
    event(event) {
      switch (event.kind) {
        case 'started': {
          const { title, summary, dataset, rows, trainer, stepsPerEpoch, goesOn } = event.run;
          steps = { perEpoch: stepsPerEpoch, before: 0 };
          lived = goesOn?.epochs ?? 0;
          const on = goesOn ? [`goes on after epoch ${goesOn.epochs}`] : [];
          write(`${[title, ...summary, `${dataset}, ${count(rows)} rows`, trainer, ...on].join(' · ')}\n`);
          return;
        }
        case 'steps': {
          const inEpoch = event.step - steps.before;
          progress?.(`\r\x1b[Kepoch ${lived + event.epoch}: step ${inEpoch} of ${steps.perEpoch}`);
          return;
        }
        case 'epoch': {
          progress?.('\r\x1b[K');
          const { epoch, step, seconds, train, validation = train } = event;
          const part = event.validation ? 'validation' : 'train';
          if (widths.length === 0) {
            write(`${part}:\n`);
            row(['epoch', 'seconds', ...Object.entries(validation).flatMap(([name, each]) => heads(name, each))]);
          }
          steps = { ...steps, before: step };
          epochs.push(event);
          row([`${lived + epoch}`, seconds.toFixed(1), ...Object.values(validation).flatMap(cells)]);
          return;
        }
        case 'ended':
          progress?.('\r\x1b[K');
          write(`${event.message ?? event.kept}\n`);
          write(conflictLine(epochs, event, lived));
          if (event.verdict) write(`${said(event.verdict.headline)} ${said(event.verdict.detail)}\n`);
      }
    },
    test: (metrics, rows) => write(`${tableText(metricsTable(`test, ${count(rows)} rows:`, metrics))}\n`),
  };
}

/** Which tasks pull apart in the epoch whose weights were kept, where it was asked for and the verdict does not say it. */
function conflictLine(epochs: readonly EpochEvent[], { keptEpoch, verdict }: EndedEvent, lived: number): string {
  const told = epochs.find(({ epoch }) => epoch === keptEpoch) ?? epochs.at(-1);
  if (!told?.conflicts || verdict?.kind === 'conflict') return '';
  return `Conflict over epoch ${lived + told.epoch}: ${conflictSentence(told.conflicts, told.gates)}\n`;
}

function heads(name: string, { auc }: Metrics[string]): string[] {
  return auc === undefined ? [`${name} RMSE`] : [`${name} AUC`, `${name} log loss`];
}

function cells({ auc, logLoss, rmse }: Metrics[string]): string[] {
  return auc === undefined ? [significant(rmse)] : [fraction(auc), fraction(logLoss)];
}
