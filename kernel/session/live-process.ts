import type { Death } from '../user-process/death.ts';
import { startUserProcess, type UserProcess } from '../user-process/host.ts';
import type { Answer, FromUser, Question, ToUser } from '../user-process/protocol.ts';

export type Ready = Extract<FromUser, { kind: 'ready' }>;

/** The user process of a session: always one, started again when it ends. */
export interface LiveProcess {
  /** What the process that runs now said first. */
  ready(): Promise<Ready>;
  send(message: ToUser): void;
  /** The answer to a question, or null when there is none within `milliseconds`. */
  ask(question: Question, milliseconds: number): Promise<Answer | null>;
  pause(): void;
  resume(): void;
  close(): Promise<void>;
}

export type LiveProcessOptions = {
  readonly script: string;
  readonly cwd: string;
  onMessage(message: FromUser): void;
  onRawOutput(name: 'stdout' | 'stderr', text: string): void;
  /** Called when the process ended and nobody asked for it; the next one is being started. */
  onDeath(death: Death): void;
};

/** Starts that fail at once are not repeated without end; milliseconds. */
const shortLife = 1_000;

export function createLiveProcess(options: LiveProcessOptions): LiveProcess {
  const questions = new Map<number, (answer: Answer | null) => void>();
  let asked = 0;
  let closing = false;
  let rawOutputs = 0;

  const start = (): { process: UserProcess; ready: Promise<Ready> } => {
    const startedAt = performance.now();
    let tellReady: (ready: Ready) => void = () => {};
    const ready = new Promise<Ready>((resolve) => {
      tellReady = resolve;
    });
    const process = startUserProcess({
      script: options.script,
      cwd: options.cwd,
      onMessage(message) {
        if (message.kind === 'ready') tellReady(message);
        else if (message.kind === 'answer') questions.get(message.request)?.(message.value);
        else if (message.kind === 'done') void afterRawOutput().then(() => options.onMessage(message));
        else options.onMessage(message);
      },
      onRawOutput(name, text) {
        rawOutputs += 1;
        options.onRawOutput(name, text);
      },
    });
    void process.ended.then(async (death) => {
      if (closing) return;
      for (const answer of questions.values()) answer(null);
      if (performance.now() - startedAt < shortLife) await new Promise((resolve) => setTimeout(resolve, shortLife));
      if (closing) return;
      live = start();
      options.onDeath(death);
    });
    return { process, ready };
  };

  /** Text that native code wrote before the end of a cell is in a pipe of its own; it is shown before the end. */
  const afterRawOutput = async (): Promise<void> => {
    for (let turn = 0, seen = -1; turn < 20 && seen !== rawOutputs; turn++) {
      seen = rawOutputs;
      await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    }
  };

  let live = start();

  return {
    ready: () => live.ready,
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
    pause: () => live.process.pause(),
    resume: () => live.process.resume(),
    async close() {
      closing = true;
      await live.process.kill();
    },
  };
}
