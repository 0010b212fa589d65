import { randomUUID } from 'node:crypto';
import type * as vscode from 'vscode';
import { fieldsOf } from '../../kernel/guards/index.ts';
import type { OwnedKernel } from '../../kernel/jupyter/index.ts';
import {
  type GateAnswer,
  type GateQuestion,
  gateQuestionTarget,
  parseGateAnswer,
} from '../../kernel/payloads/gate-questions.ts';
import type { NotebookKernel } from '../kernels/index.ts';

/**
 * Asks the kernel of a notebook, once no cell runs; `say` hears how far it is. The kernel sends the answer as an update of the
 * report's display: it changes all outputs that show the report.
 */
export async function askKernel(
  kernel: NotebookKernel | undefined,
  changed: vscode.Event<NotebookKernel>,
  question: GateQuestion,
  say: (answer: GateAnswer) => void,
): Promise<GateAnswer> {
  if (!kernel || isGone(kernel)) return refused('No kernel runs for this notebook: run the cell of the report again.');
  // The one that runs now: asked later for another, the connection would start one.
  const { client } = await kernel.connection.start();
  if (kernel.connection.state.kind !== 'idle') {
    say({ state: 'waits' });
    await state(kernel, changed, ({ connection }) => connection.state.kind === 'idle').reached;
    if (isGone(kernel)) return gone;
  }
  say({ state: 'works' });
  const end = state(kernel, changed, () => false);
  const lost = end.reached.then((): Answered => ({ answer: gone, changes: 0 }));
  const asked = openComm(client, kernel, question).catch((): Answered => ({ answer: gone, changes: 0 }));
  const { answer, changes } = await Promise.race([asked, lost]).finally(end.dispose);
  return answer.state === 'answered' && changes === 0
    ? refused('This output is a copy, which the kernel does not know: run the cell of the report again.')
    : answer;
}

type Answered = { readonly answer: GateAnswer; readonly changes: number };

async function openComm(
  client: OwnedKernel['client'],
  kernel: NotebookKernel,
  question: GateQuestion,
): Promise<Answered> {
  const id = randomUUID();
  let changes = 0;
  let stop = (): void => {};
  let sent: Promise<string | undefined> = Promise.resolve(undefined);
  const answered = new Promise<Answered>((resolve) => {
    stop = client.onMessage(({ header, parentHeader, content }) => {
      if (header.msg_type === 'update_display_data') {
        if (fieldsOf(content.transient).display_id === question.report) changes += kernel.queue.update(content);
      } else if (header.msg_type === 'comm_close' && content.comm_id === id) {
        const parsed = parseGateAnswer(content.data);
        // A process that ends closes its conversations without a word.
        resolve({ answer: parsed.ok ? parsed.value : gone, changes });
      } else if (header.msg_type === 'status' && content.execution_state === 'idle') {
        // An interrupt may tear the work so that nobody is left to answer: then the request is over without a word.
        void sent.then((request) => request === parentHeader.msg_id && resolve({ answer: interrupted, changes }));
      }
    });
  });
  try {
    const content = { comm_id: id, target_name: gateQuestionTarget, data: question };
    const sending = client.send('shell', 'comm_open', content);
    sent = sending.then(
      ({ msg_id }) => msg_id,
      () => undefined,
    );
    await sending;
    return await answered;
  } finally {
    stop();
  }
}

/** `reached` resolves when the kernel is as wanted, or gone. */
function state(
  kernel: NotebookKernel,
  changed: vscode.Event<NotebookKernel>,
  isWanted: (kernel: NotebookKernel) => boolean,
): { readonly reached: Promise<void>; readonly dispose: () => void } {
  let listening: vscode.Disposable | undefined;
  const dispose = () => void listening?.dispose();
  const reached = new Promise<void>((resolve) => {
    listening = changed((each) => {
      if (each !== kernel || !(isGone(kernel) || isWanted(kernel))) return;
      dispose();
      resolve();
    });
  });
  return { reached, dispose };
}

function isGone({ connection }: NotebookKernel): boolean {
  return connection.state.kind === 'stopped' || connection.state.kind === 'lost';
}

function refused(words: string): GateAnswer {
  return { state: 'refused', words };
}

const interrupted = refused('It was interrupted before it was done.');
const gone = refused('The kernel ended before it answered: run the cell of the report again.');
