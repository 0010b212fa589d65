import type { Parsed } from '../../kernel/guards/index.ts';
import {
  type GateAnswer,
  type GateQuestion,
  gateQuestionTarget,
  gatesRenderer,
  parseGateAnswer,
  parseGateQuestion,
} from '../../kernel/payloads/gate-questions.ts';
import {
  parseTableAnswer,
  parseTableQuestion,
  type TableAnswer,
  type TableQuestion,
  tableQuestionTarget,
  tableRenderer,
} from '../../kernel/payloads/table/index.ts';
import type { Asking } from './ask-kernel.ts';

/** The answer comes with the report, which is changed in its place. */
export function gateAsking(question: GateQuestion): Asking<GateAnswer> {
  return { target: gateQuestionTarget, question, parse: parseGateAnswer, what: 'report', display: question.report };
}

/** The answer is for who asked: a table in the notebook stays as it is. */
export function tableAsking(question: TableQuestion): Asking<TableAnswer> {
  return { target: tableQuestionTarget, question, parse: parseTableAnswer, what: 'table' };
}

/** The renderers that ask, and how what they send is read. */
export const askers: readonly {
  readonly renderer: string;
  readonly read: (question: unknown) => Parsed<Asking<Answer>>;
}[] = [
  { renderer: gatesRenderer, read: reading(parseGateQuestion, gateAsking) },
  { renderer: tableRenderer, read: reading(parseTableQuestion, tableAsking) },
];

type Answer = GateAnswer | TableAnswer;

function reading<Question>(
  parse: (question: unknown) => Parsed<Question>,
  asking: (question: Question) => Asking<Answer>,
): (question: unknown) => Parsed<Asking<Answer>> {
  return (question) => {
    const parsed = parse(question);
    return parsed.ok ? { ok: true, value: asking(parsed.value) } : parsed;
  };
}
