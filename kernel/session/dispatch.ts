import type { Content, Outlet, Request } from '../jupyter/index.ts';
import type { FromUser, Outcome, ToUser } from '../link/index.ts';
import type { CommTable } from './comms.ts';
import { errorContent } from './errors.ts';
import type { Outputs } from './outputs.ts';
import type { Death } from './process/death.ts';
import type { Supervisor } from './process/supervisor.ts';
import type { Sources } from './sources.ts';

export type End = Outcome | { readonly kind: 'death'; readonly death: Death };

/** Sends runs to the user process and turns what it says into messages of the requests that started them. */
export interface Dispatch {
  /** A number for a new run, which answers `request`. */
  begin(request: Request, outlet: Outlet): number;
  /** Sends the run and waits for its end. */
  send(message: Extract<ToUser, { execution: number }>, hearValue?: (value: Content) => void): Promise<End>;
  /** The run will not be sent. */
  withdraw(execution: number): void;
  /** Stops every run, and what a run that has ended or a question may have left spinning. */
  interrupt(): void;
  inputReply(content: Content): void;
  isIdle(): boolean;
  receive(message: FromUser): void;
  receiveRaw(name: 'stdout' | 'stderr', text: string): void;
  receiveDeath(death: Death): void;
}

type Question = Extract<FromUser, { kind: 'input' }>;

type Going = {
  readonly request: Request;
  readonly outlet: Outlet;
  /** Present once it was sent. */
  end?: (end: End) => void;
  interrupted?: boolean;
  hearValue?: ((value: Content) => void) | undefined;
};

export type DispatchOptions = {
  userProcess(): Supervisor;
  readonly outputs: Outputs;
  readonly comms: CommTable;
  readonly sources: Sources;
};

export function createDispatch({ userProcess, outputs, comms, sources }: DispatchOptions): Dispatch {
  const going = new Map<number, Going>();
  let executions = 0;
  /** Those that wait for an answer, oldest first: the first is with the client. */
  let questions: Question[] = [];

  const ask = (question: Question): void => {
    const asker = going.get(question.execution);
    if (asker?.request.content.allow_stdin === true) {
      questions.push(question);
      if (questions.length === 1) askNext();
    } else {
      // A callback of a cell that has ended has nobody to ask either.
      const reason = asker ? 'refused' : 'ended';
      userProcess().send({ kind: 'input', request: question.request, value: null, reason });
    }
  };

  /** Clients show one question at a time, and say nothing of which one they answer. */
  const askNext = (): void => {
    const [question] = questions;
    const asker = question && going.get(question.execution);
    if (!asker) return;
    const { prompt, password } = question;
    // The question comes after what was printed.
    void outputs.flushed().then(async () => {
      if (questions[0] === question) await asker.outlet.askInput(asker.request, { prompt, password });
    });
  };

  /** Takes back what a run asked and nobody answered: there is nobody any more to use it. */
  const closeQuestions = (execution: number, reason: 'ended' | 'interrupted'): void => {
    const [first] = questions;
    const closed = questions.filter((question) => question.execution === execution);
    questions = questions.filter((question) => question.execution !== execution);
    for (const { request } of closed) userProcess().send({ kind: 'input', request, value: null, reason });
    if (questions[0] !== first) askNext();
  };

  return {
    begin(request, outlet) {
      executions += 1;
      going.set(executions, { request, outlet });
      outputs.begin(executions, request.header, outlet);
      return executions;
    },
    async send(message, hearValue) {
      const run = going.get(message.execution);
      const end = await new Promise<End>((resolve) => {
        if (run?.interrupted) return resolve({ kind: 'interrupted' });
        if (run) Object.assign(run, { end: resolve, hearValue });
        userProcess().send(message);
      });
      going.delete(message.execution);
      if (end.kind !== 'death') closeQuestions(message.execution, end.kind === 'interrupted' ? end.kind : 'ended');
      // Who interrupts a cell does not wait for a client that reads slowly.
      if (end.kind !== 'interrupted') await outputs.flushed();
      return end;
    },
    withdraw: (execution) => void going.delete(execution),
    interrupt() {
      const sent = [...going].filter(([, run]) => run.end !== undefined).map(([execution]) => execution);
      for (const run of going.values()) run.interrupted = true;
      outputs.letThrough();
      userProcess().send({ kind: 'interrupt', executions: sent });
    },
    inputReply({ value }) {
      const question = questions.shift();
      if (question) userProcess().send({ kind: 'input', request: question.request, value: String(value ?? '') });
      askNext();
    },
    isIdle: () => going.size === 0,
    receive(message) {
      switch (message.kind) {
        case 'stream':
          return outputs.stream(message.execution, message.name, message.text);
        case 'error':
          return outputs.publish(message.execution, 'error', errorContent(message.error, sources.find));
        case 'display': {
          const { execution, data, metadata, displayId, update } = message;
          const transient = displayId === undefined ? {} : { display_id: displayId };
          return outputs.publish(execution, update ? 'update_display_data' : 'display_data', {
            data,
            metadata,
            transient,
          });
        }
        case 'clear':
          return outputs.publish(message.execution, 'clear_output', { wait: message.wait });
        case 'result':
          return going.get(message.execution)?.hearValue?.({
            data: message.data,
            metadata: message.metadata,
            ...(message.displayId === undefined ? {} : { transient: { display_id: message.displayId } }),
          });
        case 'comm':
          return comms.fromCell(message.execution, message.comm);
        case 'input':
          return ask(message);
        case 'done':
          return going.get(message.execution)?.end?.(message.outcome);
      }
    },
    receiveRaw(name, text) {
      outputs.stream([...going.keys()].at(-1) ?? executions, name, text);
    },
    receiveDeath(death) {
      questions = [];
      comms.closeAll(executions);
      if (going.size === 0) outputs.stream(executions, 'stderr', `${death.ename}: ${death.evalue}\n`);
      for (const run of going.values()) run.end?.({ kind: 'death', death });
    },
  };
}
