import type { Content, Outlet, Request, Session } from '../../kernel/jupyter/messages.ts';

/** A session whose "code" is a word of a tiny language: `print x`, `fail`, `ask`, `wait name`, `throw`, `bigint`. */
export interface FakeSession extends Session {
  readonly seen: string[];
  release(name: string): void;
  readonly closes: number;
}

export function createFakeSession(): FakeSession {
  const seen: string[] = [];
  const gates = new Map<string, () => void>();
  let answerInput: (value: string) => void = () => {};
  let count = 0;
  let closes = 0;

  const execute = async (request: Request, outlet: Outlet): Promise<Content> => {
    const [word = '', rest = ''] = String(request.content.code).split(/ (.*)/s);
    count += 1;
    const stream = (text: string) => outlet.publish('stream', { name: 'stdout', text }, request.header).taken;
    switch (word) {
      case 'print':
        await stream(rest);
        break;
      case 'late':
        setTimeout(() => void stream(rest), 20);
        break;
      case 'fail':
        await outlet.publish('error', { ename: 'Fail', evalue: rest, traceback: [] }, request.header).taken;
        return { status: 'error', ename: 'Fail', evalue: rest, traceback: [], execution_count: count };
      case 'wait':
        await new Promise<void>((resolve) => gates.set(rest, resolve));
        break;
      case 'ask': {
        const answer = new Promise<string>((resolve) => {
          answerInput = resolve;
        });
        await outlet.askInput(request, { prompt: rest, password: false });
        await stream(await answer);
        break;
      }
      case 'throw':
        throw new TypeError(rest);
      case 'bigint':
        return { status: 'ok', execution_count: 1n };
    }
    return { status: 'ok', execution_count: count };
  };

  return {
    seen,
    immediate: new Set(['complete_request']),
    release: (name) => gates.get(name)?.(),
    get closes() {
      return closes;
    },
    async answer(request, outlet) {
      const type = request.header.msg_type;
      seen.push(type === 'execute_request' ? String(request.content.code) : type);
      if (type === 'execute_request') return execute(request, outlet);
      if (type === 'interrupt_request') {
        for (const open of gates.values()) open();
        return {};
      }
      return type.startsWith('comm_') && type !== 'comm_info_request' ? undefined : { matches: [] };
    },
    inputReply: (content) => answerInput(String(content.value)),
    async close() {
      closes += 1;
    },
  };
}
