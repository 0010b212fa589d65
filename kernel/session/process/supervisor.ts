import type { Answer, Fields, FromAgent, FromUser, Question, ToUser } from '../../link/index.ts';
import { createOrder, type Order } from '../order.ts';
import type { Death } from './death.ts';
import { startUserProcess, type UserProcess } from './host.ts';

/** The user process of a session: always one, started again when it ends. */
export interface Supervisor {
  /** Resolves when the process that is to run now can run cells. */
  ready(): Promise<void>;
  send(message: ToUser): void;
  /** The answer to a question, or null when there is none within `milliseconds`. */
  ask(question: Question, milliseconds: number): Promise<Answer | null>;
  /** Calls a method of the Chrome DevTools protocol; rejects with the protocol's words, or when the process ends. */
  debug(method: string, params: Fields): Promise<Fields>;
  pause(): void;
  resume(): void;
  close(): Promise<void>;
}

export type SupervisorOptions = {
  readonly script: string;
  readonly cwd: string;
  onMessage(message: FromUser): void;
  onRawOutput(name: 'stdout' | 'stderr', text: string): void;
  /** Hears events of the Chrome DevTools protocol, while somebody debugs. */
  onDebugEvent(method: string, params: Fields): void;
  /** Called when the process ended and nobody asked for it; the next one is being started. */
  onDeath(death: Death): void;
};

/** A process that ends before it is ready is started again, but not without end. */
const mostFailures = 3;

export function createSupervisor(options: SupervisorOptions): Supervisor {
  const questions = new Map<number, (answer: Answer | null) => void>();
  const calls = new Map<number, (message: Exclude<FromAgent, { kind: 'event' }>) => void>();
  let asked = 0;
  let closing = false;
  let failures = 0;

  const start = (): { process: UserProcess; order: Order; ready: Promise<void> } => {
    let resolveReady: () => void = () => {};
    let rejectReady: (error: Error) => void = () => {};
    const ready = new Promise<void>((resolve, reject) => {
      resolveReady = resolve;
      rejectReady = reject;
    });
    // Whoever awaits it hears; nobody has to.
    ready.catch(() => {});
    const inOrder = createOrder(options.onRawOutput, (message) => {
      if (message.kind === 'ready') {
        failures = 0;
        resolveReady();
      } else if (message.kind === 'answer') questions.get(message.request)?.(message.value);
      else options.onMessage(message);
    });
    const process = startUserProcess({
      script: options.script,
      cwd: options.cwd,
      onMessage: inOrder.message,
      onRawOutput: inOrder.raw,
      onAgent(message) {
        if (message.kind === 'event') options.onDebugEvent(message.method, message.params);
        else calls.get(message.request)?.(message);
      },
    });
    void process.ended.then(async (death) => {
      inOrder.resume();
      await inOrder.quiet();
      if (closing) return;
      for (const answer of questions.values()) answer(null);
      for (const [request, answer] of calls) answer({ kind: 'refused', request, reason: 'The process has ended.' });
      failures += 1;
      if (failures < mostFailures) live = start();
      else rejectReady(new Error(`The process that runs cells does not start. ${death.evalue}`));
      options.onDeath(death);
    });
    return { process, order: inOrder, ready };
  };

  let live = start();

  return {
    async ready() {
      if (failures >= mostFailures) {
        // A person asked again; perhaps something was repaired.
        failures = 0;
        live = start();
      }
      return live.ready;
    },
    send: (message) => live.process.send(message),
    ask(question, milliseconds) {
      asked += 1;
      const request = asked;
      return new Promise((resolve) => {
        const timer = setTimeout(() => answer(null), milliseconds);
        const answer = (value: Answer | null): void => {
          clearTimeout(timer);
          questions.delete(request);
          resolve(value);
        };
        questions.set(request, answer);
        live.process.send({ kind: 'ask', request, question });
      });
    },
    debug(method, params) {
      asked += 1;
      const request = asked;
      return new Promise((resolve, reject) => {
        calls.set(request, (message) => {
          calls.delete(request);
          if (message.kind === 'debugged') resolve(message.result);
          else reject(new Error(message.reason));
        });
        live.process.send({ kind: 'debug', request, method, params });
      });
    },
    pause() {
      live.order.pause();
      live.process.pause();
    },
    resume() {
      live.process.resume();
      live.order.resume();
    },
    async close() {
      closing = true;
      await live.process.kill();
    },
  };
}
