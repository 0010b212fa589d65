import { randomUUID } from 'node:crypto';
import type * as vscode from 'vscode';
import { fieldsOf, type Parsed } from '../../kernel/guards/index.ts';
import type { OwnedKernel } from '../../kernel/jupyter/index.ts';
import type { NotebookKernel } from '../kernels/index.ts';

/** A question that an output asks, and how its answer is read. */
export type Asking<Answer> = {
  /** The comm that it opens. */
  readonly target: string;
  readonly question: unknown;
  readonly parse: (answer: unknown) => Parsed<Answer>;
  /** What the output is, for a person. */
  readonly what: 'report' | 'table';
  /** Where the kernel sends the answer as an update of a display: its id. It changes all outputs that show it. */
  readonly display?: string | undefined;
};

/** How far an answer is, or that there is none and why. */
type Said = { readonly state: 'waits' | 'works' | 'answered' | 'refused'; readonly words?: string | undefined };

/** Asks the kernel of a notebook, once no cell runs; `say` hears how far it is. */
export async function askKernel<Answer extends Said>(
  kernel: NotebookKernel | undefined,
  changed: vscode.Event<NotebookKernel>,
  asking: Asking<Answer>,
  say: (answer: Answer | Said) => void,
): Promise<Answer | Said> {
  const again = `run the cell of the ${asking.what} again.`;
  const gone = refused(`The kernel ended before it answered: ${again}`);
  if (!kernel || isGone(kernel)) return refused(`No kernel runs for this notebook: ${again}`);
  // The one that runs now: asked later for another, the connection would start one.
  const { client } = await kernel.connection.start();
  if (kernel.connection.state.kind !== 'idle') {
    say({ state: 'waits' });
    await state(kernel, changed, ({ connection }) => connection.state.kind === 'idle').reached;
    if (isGone(kernel)) return gone;
  }
  say({ state: 'works' });
  const end = state(kernel, changed, () => false);
  const nothing: Answered<Answer> = { answer: gone, changes: 0 };
  const lost = end.reached.then(() => nothing);
  const asked = openComm(client, kernel, asking, gone).catch(() => nothing);
  const { answer, changes } = await Promise.race([asked, lost]).finally(end.dispose);
  return answer.state === 'answered' && changes === 0 && asking.display !== undefined
    ? refused(`This output is a copy, which the kernel does not know: ${again}`)
    : answer;
}

type Answered<Answer> = { readonly answer: Answer | Said; readonly changes: number };

async function openComm<Answer extends Said>(
  client: OwnedKernel['client'],
  kernel: NotebookKernel,
  { target, question, parse, display }: Asking<Answer>,
  gone: Said,
): Promise<Answered<Answer>> {
  const id = randomUUID();
  let changes = 0;
  let stop = (): void => {};
  let sent: Promise<string | undefined> = Promise.resolve(undefined);
  const answered = new Promise<Answered<Answer>>((resolve) => {
    stop = client.onMessage(({ header, parentHeader, content }) => {
      if (header.msg_type === 'update_display_data') {
        const { display_id: id } = fieldsOf(content.transient);
        if (display !== undefined && id === display) changes += kernel.queue.update(content);
      } else if (header.msg_type === 'comm_close' && content.comm_id === id) {
        const parsed = parse(content.data);
        // A process that ends closes its conversations without a word.
        resolve({ answer: parsed.ok ? parsed.value : gone, changes });
      } else if (header.msg_type === 'status' && content.execution_state === 'idle') {
        // An interrupt may tear the work so that nobody is left to answer: then the request is over without a word.
        void sent.then((request) => request === parentHeader.msg_id && resolve({ answer: interrupted, changes }));
      }
    });
  });
  try {
    const content = { comm_id: id, target_name: target, data: question };
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

function refused(words: string): Said {
  return { state: 'refused', words };
}

const interrupted = refused('It was interrupted before it was done.');
