import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type DebugClient, debugClient } from './debug-client.ts';
import { type Driver, startSession, until } from './session-driver.ts';

/** What a cell declares that has run before is in reach wherever it stands, on every Node. */
let notebook: Driver;
let client: DebugClient;
const code = [
  'let n: number = 0;',
  'const name = 2;',
  'class Pair { constructor(public a: number) {} }',
  'for (let i = 0; i < 4; i++) {',
  '  n += name * i;',
  '}',
  'const doubled = () => { const twice = n * 2; return twice; };',
  'await null;',
  'const end = doubled();',
  '[n, end]',
].join('\n');
beforeAll(async () => {
  notebook = startSession(await mkdtemp(join(tmpdir(), 'debugger-again-')));
  client = debugClient(notebook);
  await client.attach();
  for (let i = 0; i < 2; i++) expect((await notebook.run(code)).text).toBe('[ 12, 24 ]');
});
afterAll(() => notebook.close());
afterEach(() => client.release());

const stand = async (...breakpoints: readonly (number | Record<string, unknown>)[]) => {
  await client.breakAt(code, ...breakpoints);
  const { outcome } = notebook.start(code);
  await client.stopped();
  return async () => {
    await client.breakAt(code);
    await client.ask('continue', { threadId: 1 });
    return (await outcome).text;
  };
};

test('at its top level, before and after an await', async () => {
  for (const line of [4, 7, 9]) {
    const goOn = await stand(line);
    const n = line === 4 ? 0 : 12;
    expect(await client.evaluate('[n, name] as number[]')).toBe(`Array(2) [${n}, 2]`);
    expect(await client.evaluate('n', 'hover')).toBe(String(n));
    expect(await client.evaluate('new Pair(name).a')).toBe('2');
    expect(await client.evaluate('typeof nothing')).toBe("'undefined'");
    expect(await client.scope('Notebook')).toMatchObject({ n: String(n), name: '2' });
    expect(await goOn()).toBe('[ 12, 24 ]');
  }
});

test('where it is changed', async () => {
  const goOn = await stand(7);
  expect(await client.evaluate('n += 100')).toBe('112');
  expect(await client.evaluate('n')).toBe('112');
  const { stackFrames } = await client.ask('stackTrace', { threadId: 1 });
  const [{ id }] = stackFrames as readonly { id: number }[];
  const { scopes } = await client.ask('scopes', { frameId: id });
  const [{ variablesReference }] = scopes as readonly { variablesReference: number }[];
  expect(await client.ask('setVariable', { variablesReference, name: 'n', value: 'name * 4' })).toMatchObject({
    value: '8',
  });
  expect(await goOn()).toBe('[ 8, 16 ]');
});

test('in a block and in a function', async () => {
  let goOn = await stand({ line: 5, hitCondition: '3' });
  expect(await client.evaluate('[i, n, name]')).toBe('Array(3) [2, 2, 2]');
  expect(await client.evaluate('i', 'hover')).toBe('2');
  expect(await goOn()).toBe('[ 12, 24 ]');
  await client.breakAt(code, 7);
  goOn = await stand(9);
  await client.ask('stepIn', { threadId: 1 });
  await client.stopped();
  expect(await client.evaluate('n + name')).toBe('14');
  expect(await goOn()).toBe('[ 12, 24 ]');
});

test('in a condition and in a log point', async () => {
  const goOn = await stand({ line: 5, condition: 'n > name && i === 3' });
  expect(await client.evaluate('i + n')).toBe('9');
  expect(await goOn()).toBe('[ 12, 24 ]');

  const before = client.events('output').length;
  await client.breakAt(
    code,
    { line: 5, logMessage: 'round {i}: {n}', condition: 'i >= name' },
    { line: 7, logMessage: '{n} at {name}' },
  );
  expect((await notebook.run(code)).text).toBe('[ 12, 24 ]');
  await until(() => client.events('output').length === before + 3);
  expect(client.events('output').slice(before)).toMatchObject([
    { output: 'round 2: 2\n' },
    { output: 'round 3: 6\n' },
    { output: '12 at 2\n' },
  ]);
});
