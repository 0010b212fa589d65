import { count, object, oneOf, optional, type Parsed, parse, text, union } from '../guards/index.ts';

/** The comm that a report's questions open, one for each. */
export const gateQuestionTarget = 'multitask-notebook.gates';

/** The renderer whose messages they are, as package.json names it. */
export const gatesRenderer = 'multitask-notebook-gates';

/** What a person asks a gate report. `report` is its id, `level` the level's number; experts and gates are positions in its lists. */
export type GateQuestion =
  /** What each task loses without the expert. */
  | { readonly kind: 'without'; readonly report: string; readonly level: number; readonly expert: number }
  /** Which rows the bar of a histogram stands for. */
  | {
      readonly kind: 'rows';
      readonly report: string;
      readonly level: number;
      readonly gate: number;
      readonly expert: number;
      readonly bin: number;
    };

/** How far an answer is. The answer itself comes with the output, which is changed in its place and saved with the notebook. */
export type GateAnswer = {
  readonly state: 'waits' | 'works' | 'answered' | 'refused';
  /** Why it is refused, for the person who asked. */
  readonly words?: string | undefined;
};

const about = { report: text, level: count, expert: count };
const question = union<GateQuestion>({ without: about, rows: { ...about, gate: count, bin: count } });
const answer = object<GateAnswer>({ state: oneOf('waits', 'works', 'answered', 'refused'), words: optional(text) });

export function parseGateQuestion(value: unknown): Parsed<GateQuestion> {
  return parse(question, value, 'question');
}

export function parseGateAnswer(value: unknown): Parsed<GateAnswer> {
  return parse(answer, value, 'answer');
}
