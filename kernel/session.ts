import type { Content, Outlet, Request, Session } from './jupyter/messages.ts';
import { createExecution } from './session/execute.ts';
import { createLiveProcess, type LiveProcess } from './session/live-process.ts';
import { createOutputs } from './session/outputs.ts';

export type SessionOptions = {
  /** The notebook's folder. */
  readonly cwd: string;
  /** The built file that a user process runs. */
  readonly userProcess: { readonly script: string };
  log(line: string): void;
};

/** One notebook's life: requests become cells that run in a user process, and what these say becomes messages. */
export function createSession({ cwd, userProcess, log }: SessionOptions): Session {
  const outputs = createOutputs({ slowDown: () => live.pause(), speedUp: () => live.resume() });
  const execution = createExecution(() => live, outputs);
  const live: LiveProcess = createLiveProcess({
    script: userProcess.script,
    cwd,
    onMessage: execution.hear,
    onRawOutput: execution.hearRaw,
    onDeath(death) {
      log(`${death.ename}: ${death.evalue}`);
      execution.hearDeath(death);
    },
  });
  const answers: Readonly<Record<string, (request: Request, outlet: Outlet) => Promise<Content | undefined>>> = {
    execute_request: execution.execute,
    interrupt_request: async () => {
      execution.interrupt();
      return {};
    },
  };
  return {
    immediate: new Set(['interrupt_request']),
    answer: async (request, outlet) => answers[request.header.msg_type]?.(request, outlet),
    inputReply: execution.inputReply,
    close: live.close,
  };
}
