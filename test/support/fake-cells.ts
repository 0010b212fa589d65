import type * as vscode from 'vscode';
import { type CellKernel, CellQueue, type QueueEvent } from '../../extension/cells/queue.ts';
import type { RequestOptions } from '../../kernel/jupyter/client.ts';
import type { Message } from '../../kernel/jupyter/messages.ts';
import type { Output } from '../../kernel/jupyter/notebook-outputs.ts';
import { FakeNotebook, type NotebookCellOutput, notebooks } from './fake-vscode.ts';

type Content = Readonly<Record<string, unknown>>;

/** A request of a cell that the fake kernel has: the test says what comes of it. */
export type Asked = {
  readonly code: string;
  readonly options: RequestOptions;
  say(msgType: string, content: Content): void;
  /** Ends the request; `error` is a kernel that is gone. */
  reply(end: 'ok' | 'error' | 'aborted' | 'stopped' | Error, content?: Content): void;
};

export function fakeMessage(msgType: string, content: Content): Message {
  const header = { msg_id: 'm', session: 's', username: '', date: '', msg_type: msgType, version: '5.5' };
  return { identities: [], header, parentHeader: {}, metadata: {}, content, buffers: [] };
}

/** A kernel that only remembers what it was asked. */
export class FakeKernel implements CellKernel {
  readonly asked: Asked[] = [];
  readonly heard: { readonly messageId: string; readonly options: RequestOptions }[] = [];
  started = 0;
  starts: () => Promise<unknown> = async () => undefined;

  async start(): Promise<unknown> {
    this.started++;
    return this.starts();
  }
  execute(code: string, options: RequestOptions): Promise<Message | 'stopped'> {
    return new Promise((resolve, reject) => {
      this.asked.push({
        code,
        options,
        say: (msgType, content) => options.onOutput?.(fakeMessage(msgType, content)),
        reply(end, content = {}) {
          if (end instanceof Error) reject(end);
          else resolve(end === 'stopped' ? end : fakeMessage('execute_reply', { status: end, ...content }));
        },
      });
    });
  }
  async follow(messageId: string, options: RequestOptions): Promise<'stopped' | undefined> {
    const reply = await this.execute(messageId, options);
    return reply === 'stopped' ? reply : undefined;
  }
  async hear(messageId: string, options: RequestOptions): Promise<void> {
    this.heard.push({ messageId, options });
  }
  /** The request number `index`, once it is there. */
  async at(index: number): Promise<Asked> {
    while (this.asked.length <= index) await turn();
    return this.asked[index];
  }
}

/** Everything that can happen by itself has happened. */
export async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

/** A queue of cells over a fake kernel, as `Kernels` makes it. */
export function fakeQueue(texts: readonly string[], kernel = new FakeKernel()) {
  const notebook = new FakeNotebook('/folder/test.ipynb', texts);
  const fake = notebooks.createNotebookController();
  const controller = fake as unknown as vscode.NotebookController;
  const events: QueueEvent[] = [];
  const queue = new CellQueue(controller, kernel, (event) => events.push(event));
  const cells = (...indices: readonly number[]) =>
    indices.map((index) => notebook.cellAt(index)) as unknown as vscode.NotebookCell[];
  const document = notebook as unknown as vscode.NotebookDocument;
  return {
    kernel,
    queue,
    events,
    notebook,
    document,
    cells,
    controller,
    choose: fake.choose,
    run: (...indices: readonly number[]) => queue.run(cells(...indices)),
  };
}

/** What VS Code's own serializer writes of an output into an .ipynb file. */
export function savedOutput({ items, metadata }: NotebookCellOutput): Output {
  const text = (data: Uint8Array) => Buffer.from(data).toString();
  const { outputType, originalError, executionCount, metadata: own = {} } = metadata as Record<string, never>;
  if (outputType === 'stream') {
    const name = items[0]?.mime.endsWith('stderr') ? 'stderr' : 'stdout';
    return { output_type: 'stream', name, text: items.map(({ data }) => text(data)).join('') };
  }
  if (outputType === 'error')
    return { output_type: 'error', ...(originalError as Omit<Output & { ename: string }, 'output_type'>) } as Output;
  const data = items.map(({ mime, data }) => {
    if (mime.startsWith('image/') && mime !== 'image/svg+xml') return [mime, Buffer.from(data).toString('base64')];
    return [mime, mime.includes('json') ? JSON.parse(text(data)) : text(data)];
  });
  return {
    output_type: outputType,
    data: Object.fromEntries(data),
    metadata: own,
    ...(executionCount === undefined ? {} : { execution_count: executionCount }),
  };
}
