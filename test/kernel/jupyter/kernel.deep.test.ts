import { describe, expect, it } from 'vitest';
import { connect } from '../../../kernel/jupyter/client.ts';
import { connectAddress } from '../../../kernel/jupyter/connection.ts';
import { createHeader, encode } from '../../../kernel/jupyter/wire.ts';
import { startKernel, type TestKernel } from '../../support/jupyter-kernel.ts';

/** Resolves when the cell says that it runs, so that nothing below has to guess. */
function spin(kernel: TestKernel): { started: Promise<void>; ended: ReturnType<TestKernel['run']> } {
  let begin: () => void = () => {};
  const started = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const ended = kernel.run(
    "console.log('spinning'); while (true) {}",
    {},
    {
      onOutput: ({ header }) => {
        if (header.msg_type === 'stream') begin();
      },
    },
  );
  return { started, ended };
}

describe('a kernel process', () => {
  it('says what it is', async () => {
    const { client } = await startKernel();
    expect(client.kernelInfo).toMatchObject({
      status: 'ok',
      protocol_version: '5.5',
      implementation: 'multitask-notebook',
      implementation_version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      supported_features: ['kernel subshells', 'debugger'],
      language_info: { name: 'typescript', version: expect.stringMatching(/^6\./), file_extension: '.ts' },
    });
  });

  it('runs cells, with state between them', async () => {
    const kernel = await startKernel();
    expect(await kernel.run('const x: number = 41; console.log("printed")')).toMatchObject({
      status: 'ok',
      stdout: 'printed\n',
    });
    expect(await kernel.run('const x = 42; x')).toMatchObject({ status: 'ok', result: '42' });
  });

  it('answers heartbeat, control and completion while a cell spins', async () => {
    const kernel = await startKernel();
    const { started, ended } = spin(kernel);
    await started;
    for (let i = 0; i < 10; i++) {
      await kernel.client.heartbeat(5_000);
      await kernel.client.request('control', 'kernel_info_request', {});
    }
    await kernel.client.request('control', 'interrupt_request', {});
    expect((await ended).reply).toMatchObject({ status: 'error', ename: 'KeyboardInterrupt' });
  });

  it.each(['control', 'shell'] as const)('an interrupt on %s ends a loop and keeps the variables', async (channel) => {
    const kernel = await startKernel();
    await kernel.run('let keep = 41');
    const { started, ended } = spin(kernel);
    await started;
    await kernel.client.request(channel, 'interrupt_request', {});
    expect((await ended).reply).toMatchObject({ status: 'error', ename: 'KeyboardInterrupt' });
    expect(await kernel.run('keep + 1')).toMatchObject({ status: 'ok', result: '42' });
  });

  it('an interrupt while idle changes nothing', async () => {
    const kernel = await startKernel();
    await kernel.run('let keep = 42');
    expect((await kernel.client.request('control', 'interrupt_request', {})).content.status).toBe('ok');
    expect(await kernel.run('keep')).toMatchObject({ status: 'ok', result: '42' });
  });

  it('takes a cell of 30 MB', async () => {
    const kernel = await startKernel();
    const code = `const big = '${'x'.repeat(30_000_000)}'; big.length`;
    expect(await kernel.run(code)).toMatchObject({ status: 'ok', result: '30000000' });
  });

  it('with 1,000 queued cells of which one fails aborts the rest and misses no reply', async () => {
    const kernel = await startKernel();
    const codes = Array.from({ length: 1_000 }, (_, i) => (i === 20 ? "throw new Error('stop')" : `${i}`));
    const statuses = (await Promise.all(codes.map((code) => kernel.run(code)))).map(({ status }) => status);
    expect(statuses.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 'ok'));
    expect(statuses[20]).toBe('error');
    expect(new Set(statuses.slice(21))).toEqual(new Set(['aborted']));
    expect(await kernel.run('"next"')).toMatchObject({ status: 'ok' });
  });

  it('serves ten clients at once', async () => {
    const kernel = await startKernel();
    const clients = await Promise.all(Array.from({ length: 10 }, () => connect(kernel.connection)));
    const replies = await Promise.all(
      clients.flatMap((client, c) =>
        Array.from({ length: 20 }, (_, i) => client.request('shell', 'execute_request', { code: `${c} * ${i}` })),
      ),
    );
    for (const client of clients) client.close();
    expect(replies.filter(({ content }) => content.status === 'ok')).toHaveLength(200);
  });

  it('asks the client for input', async () => {
    const kernel = await startKernel();
    const options = { onInput: async ({ prompt }: { prompt: string }) => `${prompt} Ada` };
    expect(await kernel.run("await prompt('name?')", {}, options)).toMatchObject({ result: "'name? Ada'" });
  });

  it('answers completion, inspection, variables and short cells while the main cell awaits', async () => {
    const kernel = await startKernel();
    await kernel.run('let count = 41; let release: () => void;');
    const main = kernel.run('await new Promise<void>((resolve) => { release = resolve; }); "released"');
    const { client } = kernel;
    const completion = await client.request('shell', 'complete_request', { code: 'coun', cursor_pos: 4 });
    expect(completion.content.matches).toContain('count');
    const inspection = await client.request('shell', 'inspect_request', {
      code: 'count',
      cursor_pos: 5,
      detail_level: 0,
    });
    expect(inspection.content).toMatchObject({ found: true });
    const variables = await client.request('control', 'debug_request', {
      type: 'request',
      seq: 1,
      command: 'inspectVariables',
    });
    expect(JSON.stringify(variables.content)).toContain('count');

    const { content } = await client.request('control', 'create_subshell_request', {});
    const subshell = { subshellId: String(content.subshell_id) };
    expect(await kernel.run('count + 1', {}, subshell)).toMatchObject({ status: 'ok', result: '42' });
    expect(await kernel.run('release(); "let go"', {}, subshell)).toMatchObject({ status: 'ok' });
    expect(await main).toMatchObject({ status: 'ok', result: "'released'" });
  });

  it('lives after junk, and a forged or replayed cell does not run', async () => {
    const kernel = await startKernel();
    await kernel.run('let count = 0');
    const { Dealer } = await import('zeromq');
    const socket = new Dealer({ linger: 0 });
    socket.connect(connectAddress(kernel.connection, 'shell'));
    const header = createHeader('s', 'execute_request');
    const content = { code: 'count += 1' };
    const message = { identities: [], header, parentHeader: {}, metadata: {}, content, buffers: [] };
    await socket.send(encode(message, 'forged'));
    for (let i = 0; i < 3; i++) await socket.send(encode(message, kernel.connection.key));
    for (let i = 0; i < 1_000; i++) {
      await socket.send([Buffer.from('<IDS|MSG>'), Buffer.from([i]), Buffer.alloc(i % 50), '{}', '{}', '[]']);
    }
    // The one honest message is answered; what came before it on this socket has then been read.
    for (;;) if (String((await socket.receive())[0]) === '<IDS|MSG>') break;
    socket.close();
    expect(await kernel.run('count')).toMatchObject({ status: 'ok', result: '1' });
  });
});
