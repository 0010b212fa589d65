import { expect, test } from 'vitest';
import { KernelConnection } from '../../../extension/kernels/connection.ts';
import type { KernelEnd, LaunchedKernel } from '../../../kernel/jupyter/launch.ts';

/** A kernel that runs no code: `run x` answers, `hang` does not until the kernel ends. */
function fakeKernel(name: string, sent: string[]) {
  let end: (end: KernelEnd) => void = () => {};
  const ended = new Promise<KernelEnd>((resolve) => {
    end = resolve;
  });
  const kernel = {
    ended,
    client: {
      async request(channel: string, msgType: string, { code }: { code?: string }) {
        sent.push(`${name} ${channel} ${msgType} ${code ?? ''}`.trim());
        if (code === 'hang') await ended.then(() => Promise.reject(new Error('The kernel ended.')));
        return { content: { status: 'ok' } };
      },
    },
    async shutdown() {
      sent.push(`${name} shutdown`);
      const how = { code: 0, signal: null, log: '' };
      end(how);
      return how;
    },
  };
  return { kernel: kernel as unknown as LaunchedKernel, die: () => end({ code: null, signal: 'SIGKILL', log: '' }) };
}

function setUp() {
  const sent: string[] = [];
  const states: string[] = [];
  const kernels: ReturnType<typeof fakeKernel>[] = [];
  const connection = new KernelConnection(
    async () => {
      const fake = fakeKernel(`kernel ${kernels.length + 1}`, sent);
      kernels.push(fake);
      return fake.kernel;
    },
    (state) => states.push(state.kind === 'lost' ? `lost: ${state.how}` : state.kind),
  );
  return { connection, sent, states, kernels };
}

test('the first cell starts the kernel, the second uses it', async () => {
  const { connection, sent, states } = setUp();
  expect(await Promise.all([connection.execute('1', {}), connection.execute('2', {})])).toHaveLength(2);
  expect(sent).toEqual(['kernel 1 shell execute_request 1', 'kernel 1 shell execute_request 2']);
  expect(states).toEqual(['starting', 'idle', 'busy', 'busy', 'idle']);
});

test('who hears that a kernel starts, and asks for it, gets that one', async () => {
  let launched = 0;
  const asked: Promise<unknown>[] = [];
  const connection: KernelConnection = new KernelConnection(
    async () => fakeKernel(`kernel ${++launched}`, []).kernel,
    ({ kind }) => {
      if (kind === 'starting' && launched < 5) asked.push(connection.start());
    },
  );
  const first = await connection.start();
  await connection.restart();
  expect(launched).toBe(2);
  expect(await Promise.all(asked)).toEqual([first, await connection.start()]);
});

test('a restart ends the running cell without an error and starts another kernel', async () => {
  const { connection, sent, states } = setUp();
  await connection.start();
  const running = connection.execute('hang', {});
  await connection.restart();
  expect(await running).toBe('stopped');
  expect(sent).toEqual(['kernel 1 shell execute_request hang', 'kernel 1 shutdown']);
  await connection.execute('1', {});
  expect(sent.at(-1)).toBe('kernel 2 shell execute_request 1');
  expect(states.at(-1)).toBe('idle');
});

test('a kernel that dies is an error for its cell; the next cell starts another', async () => {
  const { connection, sent, states, kernels } = setUp();
  await connection.start();
  const running = connection.execute('hang', {});
  kernels[0].die();
  await expect(running).rejects.toThrow('The kernel ended.');
  expect(states).toContain('lost: it was ended by SIGKILL');
  await connection.execute('1', {});
  expect(sent.at(-1)).toBe('kernel 2 shell execute_request 1');
});

test('a failed start can be tried again', async () => {
  let attempts = 0;
  const states: string[] = [];
  const connection = new KernelConnection(
    async () => {
      attempts++;
      if (attempts === 1) throw new Error('no Node');
      return fakeKernel('kernel', []).kernel;
    },
    ({ kind }) => states.push(kind),
  );
  await expect(connection.execute('1', {})).rejects.toThrow('no Node');
  await connection.execute('1', {});
  expect(states).toEqual(['starting', 'stopped', 'starting', 'idle', 'busy', 'idle']);
});

test('a closed notebook has no kernel, also when it was just starting', async () => {
  const { connection, sent, states } = setUp();
  void connection.start();
  await connection.close();
  expect(sent).toEqual(['kernel 1 shutdown']);
  expect(states.at(-1)).toBe('stopped');
  await expect(connection.start()).rejects.toThrow('closed');
});

test('an interrupt goes to the control channel, and nowhere while no kernel runs', async () => {
  const { connection, sent } = setUp();
  await connection.interrupt();
  expect(sent).toEqual([]);
  await connection.start();
  await connection.interrupt();
  expect(sent).toEqual(['kernel 1 control interrupt_request']);
});
