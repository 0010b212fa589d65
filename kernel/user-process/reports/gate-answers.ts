import { randomUUID } from 'node:crypto';
import type { FoundRows, GateQuestions, GateReport, WithoutAnswer } from '../../multitask/gate-report/index.ts';
import { type GateAnswer, type GateQuestion, parseGateQuestion } from '../../payloads/gate-questions.ts';
import type { GatesLevel, GatesPayload, GatesRows, TaskLoss } from '../../payloads/gates.ts';
import { most } from '../../payloads/gates-shape.ts';
import { errorMessage } from '../../text/index.ts';
import type { Comm } from '../output/comms.ts';
import type { Display } from '../output/display.ts';
import { gatesBundle } from './gates-display.ts';
import { gatesPayload } from './gates-payload.ts';

export type GateAnswers = {
  /** A report as a cell shows it. Shown again, it is the same display, with all that it was asked. */
  show(report: GateReport, questions: GateQuestions | undefined): Readonly<Record<string, unknown>>;
  /** Answers a question, whatever was sent: changes the report's display, or refuses in words. */
  answer(question: unknown, to: Asked): Promise<void>;
};

type Asked = { readonly comm: Comm; readonly display: Display; readonly signal: AbortSignal | undefined };

/** The reports that a notebook showed and that can still be asked. */
export function createGateAnswers(): GateAnswers {
  const ids = new WeakMap<GateReport, string>();
  const shown = new Map<string, { payload: GatesPayload; readonly questions: GateQuestions }>();

  const answerTo = async (value: unknown, { display, signal }: Asked): Promise<void> => {
    const parsed = parseGateQuestion(value);
    if (!parsed.ok) throw new Error(parsed.reason);
    const question = parsed.value;
    const found = shown.get(question.report);
    if (!found) throw new Error('This report is not of the kernel that runs now: run its cell again.');
    const add = await answered(found.payload, question, found.questions, signal);
    // Another answer may have come meanwhile.
    found.payload = add(found.payload);
    display(gatesBundle(found.payload), { display_id: question.report, update: true });
  };

  return {
    show(report, questions) {
      if (!questions) return gatesBundle(gatesPayload(report));
      const id = ids.get(report) ?? `gates-${randomUUID()}`;
      ids.set(report, id);
      const payload = shown.get(id)?.payload ?? { ...gatesPayload(report), id };
      shown.delete(id);
      shown.set(id, { payload, questions });
      for (const oldest of shown.keys()) {
        if (shown.size <= mostReports) break;
        shown.delete(oldest);
      }
      return gatesBundle(payload);
    },
    async answer(question, asked) {
      const say = (answer: GateAnswer): void => asked.comm.close(answer);
      try {
        await answerTo(question, asked);
        say({ state: 'answered' });
      } catch (error) {
        const isStopped = asked.signal?.aborted === true;
        say({ state: 'refused', words: isStopped ? 'It was interrupted before it was done.' : errorMessage(error) });
      }
    },
  };
}

const mostReports = 50;

/** What the answer adds to the report's payload. */
async function answered(
  payload: GatesPayload,
  question: GateQuestion,
  questions: GateQuestions,
  signal: AbortSignal | undefined,
): Promise<(payload: GatesPayload) => GatesPayload> {
  const level = payload.levels.find((each) => each.level === question.level);
  const expert = level?.experts[question.expert];
  if (!level || !expert) throw new Error('This report has no such expert.');
  const about = { level: question.level, expert: expert.name };
  if (question.kind === 'without') {
    const without = withoutOf(await questions.without(about, signal), payload.tasks);
    return withLevel(question.level, ({ experts }) => ({
      experts: experts.map((each, e) => (e === question.expert ? { ...each, without } : each)),
    }));
  }
  const { gate: position, bin } = question;
  const gate = level.gates[position];
  const bins = gate?.histogram[question.expert]?.length;
  if (!gate || bins === undefined || bin >= bins) throw new Error('This report has no such bar.');
  const found = await questions.rows({ ...about, gate: gate.name, bin }, signal);
  const place = { gate: position, expert: question.expert, bin, low: bin / bins, high: (bin + 1) / bins };
  return withLevel(question.level, () => ({ rows: { ...place, ...bounded(found) } }));
}

function withLevel(number: number, change: (level: GatesLevel) => Partial<GatesLevel>) {
  return (payload: GatesPayload): GatesPayload => ({
    ...payload,
    levels: payload.levels.map((level) => (level.level === number ? { ...level, ...change(level) } : level)),
  });
}

function withoutOf({ rows, tasks }: WithoutAnswer, names: readonly string[]) {
  const finite = (value: number) => (Number.isFinite(value) ? Number(value.toPrecision(6)) : null);
  return {
    rows,
    tasks: tasks.slice(0, most.tasks).flatMap(({ task, metric, difference, error, reason }): TaskLoss[] => {
      const position = names.indexOf(task);
      const why = reason === undefined ? {} : { reason };
      return position < 0
        ? []
        : [{ task: position, metric, difference: finite(difference), error: finite(error), ...why }];
    }),
  };
}

function bounded({
  count,
  columns,
  lines,
}: FoundRows): Pick<GatesRows, 'count' | 'columns' | 'columnsGiven' | 'lines'> {
  const cut = (text: string) => (text.length > longestCell ? `${text.slice(0, longestCell - 1)}…` : text);
  const kept = columns.slice(0, most.columns).map(cut);
  return {
    count,
    columns: kept,
    ...(kept.length < columns.length ? { columnsGiven: columns.length } : {}),
    lines: lines.slice(0, most.lines).map((line) => line.slice(0, most.columns).map(cut)),
  };
}

/** Characters. */
const longestCell = 80;
