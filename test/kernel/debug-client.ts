import { expect } from 'vitest';
import type { Content } from '../../kernel/jupyter/messages.ts';
import { type Driver, until } from './session-driver.ts';

/** A client of the Debug Adapter Protocol over a session's `debug_request`. */
export interface DebugClient {
  /** The body of the response; fails where the request did. */
  ask(command: string, given?: Content): Promise<Content>;
  /** The message of a response that says no. */
  refused(command: string, given?: Content): Promise<string>;
  /** `initialize`, `attach` and no breakpoints. */
  attach(): Promise<void>;
  /** Breakpoints of a cell's text, by its lines, in place of those before. */
  breakAt(code: string, ...breakpoints: readonly (number | Content)[]): Promise<readonly Content[]>;
  /** The body of the next `stopped` event that nobody waited for yet. */
  stopped(): Promise<Content>;
  /** The stack as `line name source`. */
  stack(): Promise<readonly string[]>;
  /** What a scope of the innermost frame shows, as text by name. */
  scope(name: string): Promise<Readonly<Record<string, unknown>>>;
  evaluate(expression: string, context?: string): Promise<unknown>;
  /** Lets go on whatever a test that failed left standing. */
  release(): Promise<void>;
  events(name: string): readonly Content[];
}

export function debugClient(notebook: Driver): DebugClient {
  let sequence = 0;
  let heard = 0;

  const request = (command: string, given: Content = {}): Promise<Content> => {
    sequence += 1;
    return notebook.ask('debug_request', { type: 'request', seq: sequence, command, arguments: given });
  };
  const events: DebugClient['events'] = (name) =>
    notebook.published
      .filter(({ msgType, content }) => msgType === 'debug_event' && content.event === name)
      .map(({ content }) => content.body as Content);

  const client: DebugClient = {
    events,
    async ask(command, given) {
      const reply = await request(command, given);
      expect(reply, JSON.stringify(reply)).toMatchObject({ type: 'response', command, success: true });
      return reply.body as Content;
    },
    async refused(command, given) {
      const reply = await request(command, given);
      expect(reply).toMatchObject({ command, success: false });
      return String(reply.message);
    },
    async attach() {
      await client.ask('initialize', { adapterID: 'test' });
      await client.ask('attach');
      await client.ask('configurationDone');
    },
    async breakAt(code, ...breakpoints) {
      const { sourcePath } = await client.ask('dumpCell', { code });
      const given = breakpoints.map((each) => (typeof each === 'number' ? { line: each } : each));
      const set = await client.ask('setBreakpoints', { source: { path: sourcePath }, breakpoints: given });
      return set.breakpoints as readonly Content[];
    },
    async stopped() {
      heard += 1;
      await until(() => events('stopped').length >= heard, `stop ${heard}`);
      return events('stopped')[heard - 1] ?? {};
    },
    async stack() {
      const { stackFrames } = await client.ask('stackTrace', { threadId: 1 });
      return (stackFrames as readonly { line: number; name: string; source: { name: string } }[]).map(
        ({ line, name, source }) => `${line} ${name} ${source.name}`,
      );
    },
    async scope(name) {
      const { stackFrames } = await client.ask('stackTrace', { threadId: 1, levels: 1 });
      const [top] = stackFrames as readonly { id: number }[];
      const { scopes } = await client.ask('scopes', { frameId: top?.id });
      const found = (scopes as readonly { name: string; variablesReference: number }[]).find(
        (each) => each.name === name,
      );
      const { variables } = await client.ask('variables', { variablesReference: found?.variablesReference });
      return Object.fromEntries(
        (variables as readonly { name: string; value: string }[]).map((each) => [each.name, each.value]),
      );
    },
    async release() {
      heard = events('stopped').length;
      if (((await client.ask('debugInfo')).stoppedThreads as readonly number[]).length === 0) return;
      await notebook.interrupt();
      await until(async () => ((await client.ask('debugInfo')).stoppedThreads as readonly number[]).length === 0);
    },
    async evaluate(expression, context = 'repl') {
      return (await client.ask('evaluate', { expression, frameId: 1, context })).result;
    },
  };
  return client;
}
