import { existsSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import type { Content, Outlet, Request } from '../../kernel/jupyter/messages.ts';
import { userProcessScript } from '../../kernel/package-root.ts';
import { createSession } from '../../kernel/session/session.ts';

/** A session without ZeroMQ: what a server would send and publish is kept. */
export interface Driver {
  run(code: string, content?: Content): Promise<Outcome>;
  /** Starts a cell; its outcome is awaited later. */
  start(code: string, content?: Content): { readonly id: string; readonly outcome: Promise<Outcome> };
  ask(msgType: string, content?: Content): Promise<Content>;
  interrupt(): Promise<void>;
  /** Everything published so far. */
  readonly published: readonly Published[];
  /** All text of a stream whose parent is the request `id`. */
  textOf(id: string, name?: 'stdout' | 'stderr'): string;
  /** The tracebacks of its errors, without colours. */
  errorsOf(id: string): readonly string[];
  /** Answers to `input_request`. */
  answers: string[];
  readonly log: readonly string[];
  close(): Promise<void>;
}

export type Published = { readonly msgType: string; readonly content: Content; readonly parent: string | undefined };

export type Outcome = {
  readonly id: string;
  readonly status: unknown;
  readonly reply: Content;
  /** What the reply says beside its content. */
  readonly metadata: Content;
  /** `text/plain` of the value. */
  readonly text: string | undefined;
  readonly data: Content | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly ename: string | undefined;
  readonly evalue: string;
  /** Without colours. */
  readonly traceback: string;
  readonly published: readonly Published[];
  readonly milliseconds: number;
};

export type DriverOptions = {
  /** Delays each message on its way to the client. */
  beforePublish?(): Promise<void>;
  /** Where the history of all sessions is. */
  readonly history?: string;
};

export function startSession(cwd: string = process.cwd(), { beforePublish, history }: DriverOptions = {}): Driver {
  const script = userProcessScript();
  if (!existsSync(script)) throw new Error(`There is no ${script}; run: npm run build`);
  const log: string[] = [];
  const published: Published[] = [];
  const session = createSession({ cwd, userProcess: { script }, history, log: (line) => log.push(line) });
  let requests = 0;

  const outlet: Outlet = {
    publish(msgType, content, parent) {
      published.push({ msgType, content, parent: parent?.msg_id });
      const bytes = beforePublish ? Buffer.byteLength(JSON.stringify(content)) : 0;
      return { bytes, taken: beforePublish?.() ?? Promise.resolve() };
    },
    async askInput(request, content) {
      published.push({ msgType: 'input_request', content, parent: request.header.msg_id });
      const value = driver.answers.shift();
      if (value !== undefined) session.inputReply({ value });
    },
  };

  const request = (msg_type: string, content: Content): Request => {
    requests += 1;
    const header = { msg_id: `m${requests}`, session: 's', username: '', date: '', msg_type, version: '5.5' };
    return { identities: [], header, parentHeader: {}, metadata: {}, content, buffers: [], channel: 'shell' };
  };

  const ofParent = (id: string) => published.filter(({ parent }) => parent === id);
  const textOf: Driver['textOf'] = (id, name = 'stdout') =>
    ofParent(id)
      .filter(({ msgType, content }) => msgType === 'stream' && content.name === name)
      .map(({ content }) => content.text)
      .join('');

  const start: Driver['start'] = (code, content = {}) => {
    const given = { code, silent: false, store_history: true, user_expressions: {}, allow_stdin: true, ...content };
    const execute = request('execute_request', given);
    const id = execute.header.msg_id;
    const began = performance.now();
    const finish = async (): Promise<Outcome> => {
      const reply = (await session.answer(execute, outlet)) ?? {};
      const milliseconds = performance.now() - began;
      const data = ofParent(id).find(({ msgType }) => msgType === 'execute_result')?.content.data as
        | Content
        | undefined;
      return {
        id,
        status: reply.status,
        reply,
        metadata: session.metadataOf?.(execute) ?? {},
        data,
        text: data?.['text/plain'] as string | undefined,
        stdout: textOf(id),
        stderr: textOf(id, 'stderr'),
        ename: reply.ename as string | undefined,
        evalue: String(reply.evalue ?? ''),
        traceback: stripVTControlCharacters(((reply.traceback ?? []) as string[]).join('\n')),
        published: ofParent(id),
        milliseconds,
      };
    };
    return { id, outcome: finish() };
  };

  const driver: Driver = {
    answers: [],
    published,
    log,
    textOf,
    errorsOf: (id) =>
      ofParent(id)
        .filter(({ msgType }) => msgType === 'error')
        .map(({ content }) => stripVTControlCharacters((content.traceback as string[]).join('\n'))),
    start,
    run: (code, content) => start(code, content).outcome,
    ask: async (msgType, content = {}) => (await session.answer(request(msgType, content), outlet)) ?? {},
    async interrupt() {
      await session.answer(request('interrupt_request', {}), outlet);
    },
    close: () => session.close(),
  };
  return driver;
}

/** Resolves when `condition` holds. It says what never came true shortly before the test's own time is over. */
export async function until(
  condition: () => unknown | Promise<unknown>,
  what: string = String(condition),
): Promise<void> {
  const deadline = performance.now() + 50_000;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`This never came true: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
