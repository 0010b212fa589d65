import { difference, signed, significant, weight } from '../../../text/index.ts';
import type { GatesLevel, GatesPayload, GatesRows, TaskLoss } from '../../gates.ts';

/** What tasks lose without an expert, when it was asked: `Without E0: income AUC −.0041 ± .0012; marital AUC .0000 ± .0002`. */
export function withoutSentence({ experts }: GatesLevel, e: number, tasks: readonly string[]): string | undefined {
  const { label, without } = experts[e] ?? {};
  if (without === undefined) return undefined;
  const losses = without.tasks.map((loss) => `${tasks[loss.task] ?? ''} ${lossWords(loss)}`);
  return `Without ${label}: ${losses.length === 0 ? 'no task changes' : losses.join('; ')}`;
}

/** `AUC −.0041 ± .0012`, or why there is no number. */
export function lossWords({ metric, difference: change, error, reason }: TaskLoss): string {
  const name = metric === 'auc' ? 'AUC' : 'RMSE';
  if (change === null) return `${name} –: ${reason ?? 'it cannot be computed'}`;
  const write = (value: number) =>
    metric === 'auc' ? difference(value) : signed(value, (each) => significant(each, 3));
  const spread = error === null ? '± –' : `±\u00a0${write(error).replace('+', '')}`;
  return `${name} ${write(change)} ${spread}`;
}

/** Which rows a table is of: `income gives E0 .45 to .50 in 1,204 rows`. */
export function rowsWords({ experts, gates }: GatesLevel, { gate, expert, low, high, count }: GatesRows): string {
  const rows = count === 1 ? '1 row' : `${count.toLocaleString('en-US')} rows`;
  const range = `${low === 0 ? '0' : weight(low, 2)} to ${high === 1 ? '1' : weight(high, 2)}`;
  return `${gates[gate]?.serves} gives ${experts[expert]?.label} a weight of ${range} in ${rows}`;
}

/** All that was asked of a payload, as lines of text. */
export function answerLines({ levels, tasks }: GatesPayload): readonly string[] {
  return levels.flatMap((level) =>
    level.experts.flatMap((_, e) => {
      const sentence = withoutSentence(level, e, tasks);
      return sentence === undefined ? [] : [sentence];
    }),
  );
}
