import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type DebugClient, debugClient } from './debug-client.ts';
import { type Driver, startSession, until } from './session-driver.ts';

let folder: string;
let notebook: Driver;
let client: DebugClient;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'debugger-'));
  await writeFile(
    join(folder, 'scale.ts'),
    'export type Factor = number;\n\n/** Scales. */\nexport function scale(x: number, factor: Factor): number {\n  const product = x * factor;\n  return product;\n}\n',
  );
  notebook = startSession(folder);
  client = debugClient(notebook);
  await client.attach();
});
afterAll(() => notebook.close());
afterEach(async () => {
  await client.ask('setExceptionBreakpoints', { filters: [] });
  await client.release();
});

const lines = (...code: readonly string[]): string => code.join('\n');
const goOn = () => client.ask('continue', { threadId: 1 });
/** Goes on so and waits for the stop. */
const step = async (how: 'next' | 'stepIn' | 'stepOut'): Promise<readonly string[]> => {
  await client.ask(how, { threadId: 1 });
  await client.stopped();
  return (await client.stack()).map((frame) => frame.replaceAll(/ Cell In\[\d+\]/g, ''));
};

describe('a breakpoint', () => {
  test('at top level stops before its line, with the notebook in sight', async () => {
    const code = lines('const a: number = 1;', '', '// nothing here', 'const b = a + 1;', 'b * 10');
    expect(await client.breakAt(code, 3)).toMatchObject([{ verified: true }]);
    const { outcome } = notebook.start(code);
    expect(await client.stopped()).toMatchObject({ reason: 'breakpoint', threadId: 1, allThreadsStopped: true });
    expect(await client.stack()).toEqual([expect.stringMatching(/^4 Cell In\[\d+\] Cell In\[\d+\]$/)]);
    expect(await client.scope('Notebook')).toMatchObject({ a: '1' });
    expect(await client.evaluate('a + 41')).toBe('42');
    await goOn();
    expect((await outcome).text).toBe('20');
  });

  test('in a function of an earlier cell, which was run before anybody asked for it', async () => {
    const defining = lines('function twice(x: number): number {', '  const y = x * 2;', '  return y;', '}');
    await notebook.run(defining);
    expect(await client.breakAt(defining, 3)).toMatchObject([{ verified: true, line: 3 }]);
    const { outcome } = notebook.start('twice(21)');
    await client.stopped();
    expect(await client.stack()).toMatchObject(
      [/^3 twice Cell In/, /^1 Cell In/].map((line) => expect.stringMatching(line)),
    );
    expect(await client.scope('Local')).toEqual({ 'Return value': '42', x: '21', y: '42' });
    await client.breakAt(defining);
    await goOn();
    expect((await outcome).text).toBe('42');
  });

  test('after an await, and in an async function', async () => {
    const code = lines(
      'const slow = async (x: number) => {',
      '  await new Promise((go) => setTimeout(go, 1));',
      '  return x + 1;',
      '};',
      'await null;',
      'const three = await slow(2);',
      'three',
    );
    await client.breakAt(code, 3, 6);
    const { outcome } = notebook.start(code);
    await client.stopped();
    expect(await client.stack()).toEqual([expect.stringMatching(/^6 /)]);
    await goOn();
    await client.stopped();
    expect(await client.stack()).toEqual([expect.stringMatching(/^3 slow /)]);
    expect(await client.scope('Local')).toMatchObject({ x: '2' });
    await goOn();
    expect((await outcome).text).toBe('3');
  });

  test('in an imported TypeScript file, before it is read and after it was edited', async () => {
    const path = join(folder, 'scale.ts');
    const set = (line: number) => client.ask('setBreakpoints', { source: { path }, breakpoints: [{ line }] });
    await set(5);
    const code = "import { scale } from './scale';\nscale(3, 4)";
    const first = notebook.start(code);
    await client.stopped();
    expect(await client.stack()).toMatchObject([
      expect.stringMatching(/^5 scale scale\.ts$/),
      expect.stringMatching(/^2 Cell In/),
    ]);
    expect(await client.scope('Local')).toMatchObject({ x: '3', factor: '4' });
    await goOn();
    expect((await first.outcome).text).toBe('12');

    await writeFile(
      path,
      'type Much = number;\nexport function scale(x: number, factor: Much) {\n\n  return x * factor * 2;\n}\n',
    );
    await set(4);
    const second = notebook.start(code);
    await client.stopped();
    expect((await client.stack())[0]).toBe('4 scale scale.ts');
    await goOn();
    expect((await second.outcome).text).toBe('24');
    await client.ask('setBreakpoints', { source: { path }, breakpoints: [] });
    expect((await notebook.run(code)).text).toBe('24');
  });

  test('with a condition in the words of the notebook', async () => {
    const code = lines('let total = 0;', 'for (let i = 0; i < 10; i++) {', '  total += i;', '}', 'total');
    await client.breakAt(code, { line: 3, condition: '(i as number) === 7' });
    const { outcome } = notebook.start(code);
    await client.stopped();
    expect(await client.evaluate('[i, total]')).toBe('Array(2) [7, 21]');
    await goOn();
    expect((await outcome).text).toBe('45');
  });

  test.each([
    ['4', [3]],
    ['>= 9', [8, 9]],
    ['% 5', [4, 9]],
    ['< 2', [0]],
  ])('with the hit condition %s', async (hitCondition, rounds) => {
    const code = lines('for (let i = 0; i < 10; i++) {', `  const j = i; // ${hitCondition}`, '}');
    await client.breakAt(code, { line: 2, hitCondition });
    const { outcome } = notebook.start(code);
    for (const round of rounds) {
      await client.stopped();
      expect(await client.evaluate('i')).toBe(String(round));
      await goOn();
    }
    expect((await outcome).status).toBe('ok');
  });

  test('that logs does not stop', async () => {
    const before = client.events('output').length;
    const code = lines('const rows = [{ n: 1 }, { n: 2 }];', 'for (const row of rows) {', '  row.n;', '}');
    await client.breakAt(code, { line: 3, logMessage: 'row {row.n} of {rows.length}: {row}, {nothing}' });
    expect((await notebook.run(code)).status).toBe('ok');
    await until(() => client.events('output').length === before + 2);
    expect(client.events('output').slice(before)).toMatchObject([
      { output: 'row 1 of 2: {"n":1}, {ReferenceError: nothing is not defined}\n', line: 3 },
      { output: 'row 2 of 2: {"n":2}, {ReferenceError: nothing is not defined}\n' },
    ]);
  });

  test('follows its cell when that runs again, and its text', async () => {
    const code = lines('let again = 1;', 'again += 1;');
    await client.breakAt(code, 2);
    for (let i = 0; i < 2; i++) {
      const { outcome } = notebook.start(code);
      await client.stopped();
      await goOn();
      await outcome;
    }
    await notebook.run(`// edited\n${code}`);
    await client.breakAt(code);
    expect((await notebook.run(code)).status).toBe('ok');
  });

  test.each([
    [{ line: 1, condition: 'x ===' }, /SyntaxError/],
    [{ line: 1, logMessage: 'x is {x +}' }, /SyntaxError/],
    [{ line: 1, hitCondition: 'often' }, /hit condition "often" cannot be read/],
    [{ line: 1, hitCondition: '% 0' }, /hit condition "% 0" cannot be read/],
    [{ line: 0 }, /needs a line from 1 on; 0 was given/],
    [{}, /needs a line from 1 on; undefined was given/],
  ])('that is wrong, %j, is not verified and says why', async (breakpoint, message) => {
    const code = 'const x = 1;';
    expect(await client.breakAt(code, breakpoint)).toEqual([
      expect.objectContaining({ verified: false, message: expect.stringMatching(message) }),
    ]);
    expect((await notebook.run(code)).status).toBe('ok');
  });

  test('behind the last code of a cell that ran is not verified', async () => {
    const code = lines('1 + 1;', '// the end');
    await notebook.run(code);
    expect(await client.breakAt(code, 2)).toMatchObject([
      { verified: false, message: 'There is no code from this line on.' },
    ]);
  });
});

describe('steps', () => {
  test('go over, into and out of functions of other cells, and end with the cell', async () => {
    await notebook.run(lines('const square = (x: number) => {', '  const y = x * x;', '  return y;', '};'));
    const code = lines('let n = square(2);', 'n += square(3);', 'n;');
    await client.breakAt(code, 1);
    const { outcome } = notebook.start(code);
    await client.stopped();
    expect(await step('stepIn')).toEqual(['2 square', '1']);
    expect(client.events('stopped').at(-1)).toMatchObject({ reason: 'step' });
    expect(await step('next')).toEqual(['3 square', '1']);
    expect(await step('stepOut')).toMatchObject([expect.stringMatching(/^[12]$/)]);
    while ((await client.stack())[0]?.startsWith('1')) await step('next');
    expect(await step('next')).toEqual(['3']);
    await client.ask('next', { threadId: 1 });
    expect((await outcome).text).toBe('13');
    await client.breakAt(code);
    expect((await notebook.run('n + 1')).text).toBe('14');
  });

  test('stop at no line that nobody wrote, and not in the kernel', async () => {
    const code = lines(
      'const wait = async (x: number) => {',
      '  const a = await Promise.resolve(x);',
      '  for await (const b of [a]) {',
      '    console.log(b);',
      '  }',
      '  return a;',
      '};',
      'const w = await wait(5);',
      'w',
    );
    await client.breakAt(code, 8);
    const { outcome, id } = notebook.start(code);
    await client.stopped();
    const seen = [await step('stepIn')];
    while (seen.length < 12 && !seen.at(-1)?.[0]?.startsWith('9'))
      seen.push(await step(seen.length === 3 ? 'stepIn' : 'next'));
    expect(seen.map(([top]) => top)).toEqual(['2 wait', '3 wait', '4 wait', '3 wait', '6 wait', '8', '9']);
    await goOn();
    expect((await outcome).text).toBe('5');
    expect(notebook.textOf(id)).toBe('5\n');
  });
});

describe('values', () => {
  test('are told in pages, changed, and looked into', async () => {
    const code = lines(
      'const long = Array.from({ length: 1000 }, (_, i) => i * i);',
      'const person = { name: "Ada", get age() { return 36 }, tags: new Set(["a"]) };',
      'let count = 1;',
      'const look = (local: string) => {',
      '  let text = local.toUpperCase();',
      '  return text + count;',
      '};',
      'look("x")',
    );
    await client.breakAt(code, 6);
    const { outcome } = notebook.start(code);
    await client.stopped();
    const { scopes } = await client.ask('scopes', { frameId: 1 });
    const reference = (name: string) =>
      (scopes as readonly { name: string; variablesReference: number }[]).find((each) => each.name === name)
        ?.variablesReference;
    type Variable = {
      name: string;
      value: string;
      type: string;
      variablesReference: number;
      indexedVariables?: number;
    };
    const variables = async (variablesReference: unknown, page: object = {}) =>
      (await client.ask('variables', { variablesReference, ...page })).variables as readonly Variable[];
    const named = (list: readonly Variable[], name: string) => list.find((each) => each.name === name);

    const all = await variables(reference('Notebook'));
    const long = named(all, 'long');
    expect(long).toMatchObject({ type: 'Array(1000)', indexedVariables: 1000 });
    expect(
      (await variables(long?.variablesReference, { filter: 'indexed', start: 998, count: 2 })).map(
        ({ name, value }) => [name, value],
      ),
    ).toEqual([
      ['998', '996004'],
      ['999', '998001'],
    ]);
    expect((await variables(long?.variablesReference)).filter(({ name }) => /^\d+$/.test(name))).toHaveLength(100);

    const person = await variables(named(all, 'person')?.variablesReference);
    expect(named(person, 'name')).toMatchObject({ value: "'Ada'", type: 'string', variablesReference: 0 });
    expect(named(person, 'age')).toMatchObject({ value: '(…)', presentationHint: { lazy: true } });
    expect(await variables(named(person, 'age')?.variablesReference)).toMatchObject([{ name: 'age', value: '36' }]);
    expect(named(person, 'tags')?.value).toBe("Set(1) {'a'}");

    const set = (from: string | number | undefined, name: string, value: string) =>
      client.ask('setVariable', {
        variablesReference: typeof from === 'number' ? from : reference(from ?? ''),
        name,
        value,
      });
    expect(await set('Local', 'text', '"set" as string')).toMatchObject({ value: "'set'", type: 'string' });
    expect(await set('Notebook', 'count', 'count + 40')).toMatchObject({ value: '41' });
    expect(await set(named(all, 'person')?.variablesReference, 'name', '"Eve"')).toMatchObject({ value: "'Eve'" });
    expect(await client.evaluate('person.name')).toBe("'Eve'");
    expect(
      await client.refused('setVariable', { variablesReference: reference('Notebook'), name: 'person', value: '1' }),
    ).toMatch(/Assignment to constant variable 'person'/);
    expect(await client.evaluate('text.length', 'hover')).toBe('3');
    expect(await client.refused('evaluate', { expression: 'count = 7', context: 'hover', frameId: 1 })).toMatch(
      /side.effect/i,
    );
    expect(await client.refused('evaluate', { expression: 'nothing', frameId: 1 })).toBe(
      'ReferenceError: nothing is not defined',
    );
    expect(await client.refused('evaluate', { expression: 'await 1', frameId: 1 })).toMatch(/Nothing can be awaited/);
    expect(await client.refused('evaluate', { expression: '1 +', frameId: 1 })).toMatch(/^SyntaxError/);
    expect(await client.refused('evaluate', { expression: '1', frameId: 99 })).toMatch(/no stack frame 99/);
    await client.ask('copyToGlobals', { srcVariableName: 'text', dstVariableName: 'copied', srcFrameId: 1 });
    await goOn();
    expect((await outcome).text).toBe("'set41'");
    expect((await notebook.run('copied')).text).toBe("'set'");
    expect(await client.refused('scopes', { frameId: 1 })).toMatch(/does not stand at a breakpoint/);
  });
});

describe('scopes', () => {
  test('are those in which there is something to see', async () => {
    const code = lines('function plain() {', '  debugger;', '  return 1;', '}', 'plain()');
    const { outcome } = notebook.start(code);
    await client.stopped();
    const { scopes } = await client.ask('scopes', { frameId: 1 });
    expect((scopes as readonly { name: string }[]).map(({ name }) => name)).toEqual(['Notebook', 'Global']);
    expect(await client.scope('Notebook')).toMatchObject({ plain: 'function () {…}' });
    await goOn();
    expect((await outcome).text).toBe('1');
  });

  test('show a function as it was written, and JupyterLab the values in place of their types', async () => {
    await client.ask('initialize', { clientID: 'jupyterlab' });
    const code = lines('const later = async () => { await null; };', 'const list = [1, 2];', 'debugger;');
    const { outcome } = notebook.start(code);
    await client.stopped();
    const { variables } = await client.ask('inspectVariables');
    const shown = (variables as readonly { name: string; value: string; type?: string }[])
      .filter(({ name }) => name === 'later' || name === 'list')
      .map(({ name, value, type }) => [name, value, type]);
    expect(shown).toEqual([
      ['later', 'async () => {…}', undefined],
      ['list', 'Array(2) [1, 2]', undefined],
    ]);
    await client.ask('initialize', { clientID: 'test' });
    await goOn();
    expect((await outcome).status).toBe('ok');
  });
});

describe('exceptions', () => {
  const thrown = async (filters: readonly string[], code: string): Promise<string | undefined> => {
    await client.ask('setExceptionBreakpoints', { filters });
    const { outcome } = notebook.start(code);
    const before = client.events('stopped').length;
    const stopped = until(() => client.events('stopped').length > before).then(() => 'stopped' as const);
    if ((await Promise.race([stopped, outcome])) !== 'stopped') return undefined;
    const { reason, text } = await client.stopped();
    expect(reason).toBe('exception');
    const [top] = await client.stack();
    expect(await client.ask('exceptionInfo', { threadId: 1 })).toMatchObject({
      exceptionId: 'RangeError',
      description: text,
    });
    await goOn();
    await outcome;
    return `${text} at ${top?.split(' ')[0]}`;
  };
  const boom = 'throw new RangeError("boom");';

  test.each([
    ['uncaught', boom, 'RangeError: boom at 1'],
    ['uncaught', `await null;\n${boom}`, 'RangeError: boom at 2'],
    ['uncaught', `const f = async () => {\n  await null;\n  ${boom}\n};\nawait f();`, 'RangeError: boom at 3'],
    ['uncaught', `try {\n  ${boom}\n} catch {}`, undefined],
    ['uncaught', `await null;\ntry {\n  ${boom}\n} catch {}`, undefined],
    ['caught', `try {\n  ${boom}\n} catch {}`, 'RangeError: boom at 2'],
    ['caught', `await null;\n${boom}`, undefined],
  ])('%s: %j', async (filter, code, expected) => {
    expect(await thrown([filter], code)).toBe(expected);
  });

  test('an unknown filter is refused', async () => {
    expect(await client.refused('setExceptionBreakpoints', { filters: ['all'] })).toBe(
      'There is no exception filter all; there are uncaught and caught.',
    );
  });
});

test('debugger; stops while somebody debugs', async () => {
  const { outcome } = notebook.start('const here = 1;\ndebugger;\nhere');
  expect(await client.stopped()).toMatchObject({ reason: 'breakpoint' });
  await goOn();
  expect((await outcome).text).toBe('1');
});

test('pause stops a cell that spins', async () => {
  const { id, outcome } = notebook.start('let spins = true;\nconsole.log("spinning");\nwhile (spins) {}');
  await until(() => notebook.textOf(id).includes('spinning'));
  await client.ask('pause', { threadId: 1 });
  expect(await client.stopped()).toMatchObject({ reason: 'pause' });
  await client.evaluate('spins = false');
  await goOn();
  expect((await outcome).status).toBe('ok');
});

describe('while a cell stands', () => {
  const code = lines('const kept = 1;', 'const standing = 2;', 'console.log("ran on");', 'standing');
  const stand = async () => {
    await client.breakAt(code, 2);
    const started = notebook.start(code);
    await client.stopped();
    return started;
  };

  test('an interrupt ends it there', async () => {
    const { id, outcome } = await stand();
    const before = client.events('continued').length;
    await notebook.interrupt();
    expect((await outcome).ename).toBe('KeyboardInterrupt');
    expect(notebook.textOf(id)).toBe('');
    expect(client.events('continued').length).toBe(before + 1);
    expect((await notebook.run('kept')).text).toBe('1');
    // Breakpoints are still there.
    const again = notebook.start(code);
    await client.stopped();
    await goOn();
    expect((await again.outcome).text).toBe('2');
  });

  test('completion answers from types, the variables view shows where it stands, and what it does not know is refused', async () => {
    const { outcome } = await stand();
    const complete = () => notebook.ask('complete_request', { code: '"text".toUp', cursor_pos: 11 });
    // TypeScript takes a while to load.
    await until(async () => ((await complete()).matches as readonly string[]).includes('toUpperCase'));
    const { variables } = await client.ask('inspectVariables');
    expect(variables).toContainEqual(expect.objectContaining({ name: 'kept', value: '1' }));
    expect(await client.ask('richInspectVariables', { variableName: 'kept', frameId: 1 })).toMatchObject({
      data: { 'text/plain': '1' },
    });
    expect(await client.ask('debugInfo')).toMatchObject({ isStarted: true, stoppedThreads: [1] });
    expect(await client.refused('restartFrame')).toMatch(/does not know the request restartFrame/);
    expect(await client.ask('threads')).toEqual({ threads: [{ id: 1, name: 'Cells' }] });
    const { stackFrames } = await client.ask('stackTrace', { threadId: 1 });
    const [{ source }] = stackFrames as [{ source: { path: string } }];
    expect(await client.ask('source', { source })).toMatchObject({ content: code });
    await goOn();
    expect((await outcome).text).toBe('2');
  });

  test('who asked for the variables just before the stop is answered at once, and not with nothing', async () => {
    await client.breakAt(code, 2);
    const before = notebook.published.length;
    const { outcome } = notebook.start(code);
    // As JupyterLab does, for each message of a cell until it hears that it stands.
    await until(() => notebook.published.slice(before).some(({ msgType }) => msgType === 'execute_input'));
    const asked = Array.from({ length: 3 }, () => client.ask('inspectVariables'));
    await client.stopped();
    for (const { variables } of await Promise.all(asked))
      expect(variables).toContainEqual(expect.objectContaining({ name: 'kept' }));
    await goOn();
    expect((await outcome).text).toBe('2');
  });

  test('the process may end, and the next one is debugged', async () => {
    await client.breakAt(code, 2);
    const { outcome } = await stand();
    await client.refused('evaluate', { expression: 'process.exit(3)', frameId: 1 });
    expect((await outcome).ename).toBe('ProcessExit');
    const again = notebook.start(code);
    await client.stopped();
    await goOn();
    expect((await again.outcome).text).toBe('2');
  });

  test('disconnecting lets it run on, and debugger; does nothing any more', async () => {
    const { outcome } = await stand();
    await client.ask('disconnect', { restart: false, terminateDebuggee: false });
    expect((await outcome).text).toBe('2');
    expect((await notebook.run(`debugger;\n${code}`)).text).toBe('2');
    expect(await client.ask('debugInfo')).toMatchObject({ isStarted: false, breakpoints: [], stoppedThreads: [] });
    expect(await client.refused('setBreakpoints', { source: { path: 'x' } })).toMatch(/needs initialize and attach/);
    await client.attach();
  });
});

test('a breakpoint in a callback of fit stops at an event, and the training goes on after', async () => {
  const code = lines(
    "const data = datasets.correlatedTasks({ correlation: 0.5, labels: 'binary', rows: 600, seed: 1 });",
    'const model = models.sharedBottom(data.features, data.tasks, { seed: 1 });',
    'let epochs = 0;',
    'for await (const event of model.train(data.train, { epochs: 3, batchSize: 64 })) {',
    "  if (event.kind === 'epoch')",
    '    epochs += 1;',
    '}',
    'epochs',
  );
  await client.breakAt(code, { line: 6, condition: 'epochs === 1' });
  const { outcome } = notebook.start(code);
  await client.stopped();
  expect(await client.evaluate('event.kind')).toBe("'epoch'");
  await goOn();
  const { text, evalue } = await outcome;
  expect([text, evalue]).toEqual(['3', '']);
});

test('a kernel restarts while its cell stands', async () => {
  const other = startSession();
  const debugging = debugClient(other);
  await debugging.attach();
  await debugging.breakAt('1 + 1', 1);
  void other.start('1 + 1').outcome;
  await debugging.stopped();
  await other.close();
});
