import type { GateAnswer, GateQuestion } from '../../../../kernel/payloads/gate-questions.ts';

/** What the person pointed at. */
export type Pointed =
  | Omit<Extract<GateQuestion, { kind: 'without' }>, 'report' | 'level'>
  | Omit<Extract<GateQuestion, { kind: 'rows' }>, 'report' | 'level'>;

/** A question that was asked here, and how far its answer is. */
export type Asked = { readonly level: number; readonly pointed: Pointed; readonly answer: GateAnswer };
