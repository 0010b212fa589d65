import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type Driver, startSession, until } from './session-driver.ts';

let notebook: Driver;
beforeAll(async () => {
  notebook = startSession();
  await notebook.run(
    'const text = "abc"; const list = [{ alpha: 1 }, [2]]; const emoji = "😀"; class Point { x = 1 }\nfunction area(width: number, height: number) { return width * height }',
  );
});
afterAll(() => notebook.close());

describe('execute', () => {
  test('counts, echoes and answers', async () => {
    const { reply, published } = await notebook.run('1 + 1');
    const count = reply.execution_count;
    expect(reply).toEqual({ status: 'ok', execution_count: count, payload: [], user_expressions: {} });
    expect(published.map(({ msgType, content }) => [msgType, content])).toEqual([
      ['execute_input', { code: '1 + 1', execution_count: count }],
      ['execute_result', { execution_count: count, data: { 'text/plain': '2' }, metadata: {} }],
    ]);
    expect((await notebook.run('2')).reply.execution_count).toBe(Number(count) + 1);
  });

  test('what cells showed or threw is let go', async () => {
    await notebook.run(
      'let gone = 0; const made = new FinalizationRegistry(() => gone++); const make = () => { const value = { list: [1] }; made.register(value, 0); return value };',
    );
    for (let i = 0; i < 20; i++) await notebook.run(i % 2 === 0 ? 'make()' : 'throw make()');
    await notebook.run(
      'require("node:v8").setFlagsFromString("--expose-gc"); const collect = require("node:vm").runInNewContext("gc")',
    );
    // The latest values may be asked for again.
    const waits = 'while (gone < 15) { collect(); await new Promise((go) => setTimeout(go, 10)) } gone >= 15';
    expect((await notebook.run(waits)).text).toBe('true');
  });

  test('silent: prints, but counts, echoes and shows nothing', async () => {
    const before = (await notebook.run('0')).reply.execution_count;
    const { published } = await notebook.run('console.log("p"); 1', { silent: true });
    expect(published.map(({ msgType }) => msgType)).toEqual(['stream']);
    expect((await notebook.run('0')).reply.execution_count).toBe(Number(before) + 1);
  });

  test('store_history false: shows, but does not count', async () => {
    const before = (await notebook.run('0')).reply.execution_count;
    const { reply, text } = await notebook.run('1', { store_history: false });
    expect([reply.execution_count, text]).toEqual([before, '1']);
  });

  test('user_expressions', async () => {
    const { reply } = await notebook.run('const w = 20', {
      user_expressions: { sum: 'w + 1', wrong: 'nope', later: 'await Promise.resolve(w)' },
    });
    expect(reply.user_expressions).toEqual({
      sum: { status: 'ok', data: { 'text/plain': '21' }, metadata: {} },
      wrong: { status: 'error', ename: 'ReferenceError', evalue: 'nope is not defined', traceback: expect.any(Array) },
      later: { status: 'ok', data: { 'text/plain': '20' }, metadata: {} },
    });
  });

  test('errors name the line, with the lines around it', async () => {
    const { reply, traceback } = await notebook.run(
      'interface Gone { a: 1 }\nfunction outer() {\n  throw new TypeError("boom");\n}\nouter()',
    );
    const cell = `Cell In[${reply.execution_count}]`;
    expect([reply.status, reply.ename, reply.evalue]).toEqual(['error', 'TypeError', 'boom']);
    expect(traceback.split('\n')).toEqual([
      'TypeError: boom',
      '',
      '  1 | interface Gone { a: 1 }',
      '  2 | function outer() {',
      '> 3 |   throw new TypeError("boom");',
      '    |         ^',
      '  4 | }',
      '  5 | outer()',
      '',
      `    ${cell}, line 3, in outer`,
      `    ${cell}, line 5`,
    ]);
  });

  test('also across cells and awaits, with causes and properties', async () => {
    const first = await notebook.run(
      '\nconst fails = async () => {\n  await null;\n  throw Object.assign(new Error("outer", { cause: new Error("inner") }), { code: 7 });\n}',
    );
    const { traceback, reply } = await notebook.run('await fails()');
    expect(traceback).toContain(`    Cell In[${first.reply.execution_count}], line 4, in fails`);
    expect(traceback).toContain(`    Cell In[${reply.execution_count}], line 1 {`);
    expect(traceback).toMatch(/code: 7/);
    expect(traceback).toMatch(/\[cause\]: Error: inner/);
    expect(traceback).not.toMatch(/node:|user-process/);
  });

  test('with properties and one frame, too', async () => {
    const { traceback } = await notebook.run('throw Object.assign(new Error("x"), { code: 7 })');
    expect(traceback).toContain('> 1 | throw Object.assign');
    expect(traceback).toMatch(/Cell In\[\d+\], line 1 \{\n {2}code: 7\n\}$/);
  });

  test('and keep to their own lists', async () => {
    const { traceback } = await notebook.run(
      'throw new AggregateError([new Error("one"), new TypeError("two")], "many")',
    );
    expect(traceback).toMatch(
      /Error: one\n {8}Cell In\[\d+\], line 1,\n {4}TypeError: two\n {8}Cell In\[\d+\], line 1\n/,
    );
  });

  test.each([
    ['throw "text"', 'Thrown', "'text'"],
    ['throw null', 'Thrown', 'null'],
    ['throw { a: 1 }', 'Thrown', '{ a: 1 }'],
    ['nope', 'ReferenceError', 'nope is not defined'],
    ['let x = = 1', 'SyntaxError', 'Unexpected "=" (line 1, column 9)'],
    ['JSON.parse("{")', 'SyntaxError', expect.stringContaining('JSON')],
    ['await Promise.reject(new RangeError("r"))', 'RangeError', 'r'],
    ['class E extends Error { name = "Own" }; throw new E("o")', 'Own', 'o'],
    ['throw new Proxy(new Error("p"), {})', 'Error', 'p'],
    ['throw { get message() { throw 1 } }', 'Thrown', expect.any(String)],
  ])('%s', async (code, ename, evalue) => {
    const { reply } = await notebook.run(code);
    expect([reply.status, reply.ename, reply.evalue]).toEqual(['error', ename, evalue]);
  });

  test('a short cell runs while another one waits', async () => {
    const waiting = notebook.start(
      'let go: () => void; await new Promise<void>((resolve) => { go = resolve }); "waited"',
    );
    await until(async () => (await notebook.run('typeof go', { store_history: false })).text === "'function'");
    expect((await notebook.run('area(2, 3)')).text).toBe('6');
    await notebook.run('go()');
    expect((await waiting.outcome).text).toBe("'waited'");
  });
});

describe('prompt', () => {
  test('asks the client', async () => {
    notebook.answers.push('Ada');
    const { published, text } = await notebook.run('console.log("first"); const name = await prompt("name?"); name');
    expect(text).toBe("'Ada'");
    expect(published.map(({ msgType }) => msgType)).toEqual([
      'execute_input',
      'stream',
      'input_request',
      'execute_result',
    ]);
    expect(published[2]?.content).toEqual({ prompt: 'name?', password: false });
  });

  test('password', async () => {
    notebook.answers.push('secret');
    const { published } = await notebook.run('await prompt("key", { password: true })');
    expect(published[1]?.content).toEqual({ prompt: 'key', password: true });
  });

  test('is refused with a reason where the client takes no input', async () => {
    const { evalue } = await notebook.run('await prompt("name?")', { allow_stdin: false });
    expect(evalue).toMatch(/takes no input \(allow_stdin is false\)/);
  });
});

describe('what waits for input', () => {
  const rl = `const rl = require('node:readline/promises').createInterface({ input: process.stdin, output: process.stdout });`;
  test.each([
    [
      'two prompts at once',
      'const a = prompt("one"), b = prompt("two"); [await b, await a]',
      ['1', '2'],
      "[ '2', '1' ]",
    ],
    ['readline', `${rl} const answer = await rl.question('name? '); rl.close(); answer`, ['Ada'], "'Ada'"],
    [
      'readline twice',
      `${rl} const both = [await rl.question('a? '), await rl.question('b? ')]; rl.close(); both`,
      ['1', '2'],
      "[ '1', '2' ]",
    ],
    [
      'process.stdin.once',
      `await new Promise((go) => process.stdin.once('data', (text) => { process.stdin.pause(); go(text) }))`,
      ['x'],
      "'x\\n'",
    ],
    [
      'lines of readline',
      `const lines = []; for await (const line of require('node:readline').createInterface({ input: process.stdin })) { lines.push(line); if (lines.length === 2) break } lines`,
      ['a', 'b'],
      "[ 'a', 'b' ]",
    ],
  ])('%s: each its own answer, in order', async (_, code, answers, text) => {
    notebook.answers.push(...answers);
    const outcome = await notebook.run(code);
    notebook.answers.splice(0);
    expect([outcome.evalue, outcome.text]).toEqual(['', text]);
  });

  test('readline asks with what it has printed', async () => {
    notebook.answers.push('Ada');
    const { published } = await notebook.run(`${rl} await rl.question('name? '); rl.close()`);
    const asked = published.find(({ msgType }) => msgType === 'input_request');
    expect(asked?.content).toEqual({ prompt: 'name?', password: false });
  });

  test.each([
    ['readline', `${rl} await rl.question('name? ')`],
    ['process.stdin', `await new Promise((go) => process.stdin.once('data', go))`],
    ['prompt', 'await prompt("name?")'],
  ])('%s fails where the client takes no input, and names prompt()', async (_, code) => {
    const { ename, evalue } = await notebook.run(code, { allow_stdin: false });
    expect([ename, evalue]).toEqual(['Error', expect.stringMatching(/prompt\(\)/)]);
  });

  test.each(['require("node:fs").readFileSync(0)', 'require("node:fs").readSync(0, Buffer.alloc(1))'])(
    '%s cannot wait, and names prompt()',
    async (code) => {
      expect((await notebook.run(code)).evalue).toMatch(/await prompt\(/);
    },
  );

  test('what was asked is closed when the cell ends, and says so', async () => {
    const { id, status } = await notebook.run('prompt("never answered"); 0');
    expect(status).toBe('ok');
    await until(() => notebook.errorsOf(id).join().includes('The cell ended before this question was answered'));
    notebook.answers.push('mine');
    expect((await notebook.run('await prompt("next")')).text).toBe("'mine'");
  });
});

describe('complete', () => {
  const complete = async (code: string, cursor = [...code].length) => {
    const answer = await notebook.ask('complete_request', { code, cursor_pos: cursor });
    return { matches: answer.matches as string[], range: [answer.cursor_start, answer.cursor_end] };
  };
  test.each([
    ['text.toU', 'toUpperCase', [5, 8]],
    ['"abc".toU', 'toUpperCase', [6, 9]],
    ['[].fl', 'flatMap', [3, 5]],
    ['list[0].al', 'alpha', [8, 10]],
    ['new Map().ge', 'get', [10, 12]],
    ['(list as any).fi', 'filter', [14, 16]],
    ['list?.le', 'length', [6, 8]],
    ['Math.ma', 'max', [5, 7]],
    ['emo', 'emoji', [0, 3]],
    ['are', 'area', [0, 3]],
    ['proc', 'process', [0, 4]],
    ['mod', 'models', [0, 3]],
    ['"😀"; emo', 'emoji', [5, 8]],
    ['x = list.len', 'length', [9, 12]],
    ['f(\n  text.at', 'at', [10, 12]],
  ])('%s', async (code, match, range) => {
    const found = await complete(code);
    expect(found.matches).toContain(match);
    expect(found.range).toEqual(range);
  });

  test('runs nothing that would change something', async () => {
    await notebook.run(
      'let changed = 0; const change = () => { changed++; return {} }; const trap = { get poison() { changed++; return {} } }',
    );
    await complete('change().');
    await complete('trap.');
    await complete('trap.poison.');
    expect((await notebook.run('changed')).text).toBe('0');
  });

  test('answers while a cell waits, and while one spins', async () => {
    await notebook.run('let go = () => {}');
    const waiting = notebook.start('console.log("waits"); await new Promise<void>((resolve) => { go = resolve })');
    await until(() => notebook.textOf(waiting.id) !== '');
    expect((await complete('list[0].al')).matches).toContain('alpha');
    await notebook.run('go()');
    await waiting.outcome;
    const { id, outcome } = notebook.start('console.log("spins"); while (true) {}');
    await until(() => notebook.textOf(id) !== '');
    expect((await complete('emo')).matches).toEqual(['emoji']);
    await notebook.interrupt();
    await outcome;
  });
});

test('TypeScript completes what no live value shows', async () => {
  await notebook.run('interface Row { label: string }\nconst rows: Row[] = []');
  const code = 'rows.map((row) => row.la';
  const complete = () => notebook.ask('complete_request', { code, cursor_pos: code.length });
  await until(
    async () => ((await complete()).matches as string[]).includes('label'),
    'TypeScript was loaded and answers',
  );
  const { id, outcome } = notebook.start('console.log("spins"); while (true) {}');
  await until(() => notebook.textOf(id) !== '');
  expect((await complete()).matches, 'while a cell spins').toContain('label');
  await notebook.interrupt();
  await outcome;
  // A hover has a live value, too, and waits for TypeScript only shortly: it is there sooner or later.
  const hover = async () => {
    const { data } = await notebook.ask('inspect_request', { code: 'area', cursor_pos: 2, detail_level: 0 });
    return String((data as Record<string, string>)['text/plain']);
  };
  await until(
    async () => (await hover()).includes('function area(width: number, height: number): number'),
    'a hover says what TypeScript knows',
  );
}, 90_000);

describe('inspect', () => {
  const inspect = (code: string, cursor_pos = code.length) =>
    notebook.ask('inspect_request', { code, cursor_pos, detail_level: 0 });
  test.each([
    ['list', undefined, '[ { alpha: 1 }, [ 2 ] ]'],
    ['list[0].alpha', undefined, '1'],
    ['area(', undefined, '(width, height)'],
    ['area(1, 2', undefined, '(width, height)'],
    ['text.length', 2, "'abc'"],
    ['"😀" + emoji', undefined, '😀'],
  ])('%s', async (code, cursor, shows) => {
    const answer = await inspect(code, cursor);
    expect(answer.found).toBe(true);
    expect((answer.data as Record<string, string>)['text/plain']).toContain(shows);
  });

  test.each(['', 'nothing_of_that_name', '+'])('%j is not found', async (code) => {
    expect(await inspect(code)).toEqual({ found: false, data: {}, metadata: {} });
  });
});

test('is_complete', async () => {
  expect(await notebook.ask('is_complete_request', { code: 'f(' })).toEqual({ status: 'incomplete', indent: '  ' });
  expect(await notebook.ask('is_complete_request', { code: 'f()' })).toEqual({ status: 'complete' });
});

test('a reply tells which names a cell declares, reads and changes; none where its process ended', async () => {
  const own = startSession();
  onTestFinished(() => own.close());
  expect((await own.run('let total = 1; function add() { return step }')).metadata).toEqual({
    names: { declares: ['total', 'add'], reads: [], later: ['step'], writes: [] },
  });
  expect((await own.run('total += add()')).metadata).toEqual({
    names: { declares: [], reads: ['total', 'add'], later: [], writes: ['total'] },
  });
  expect((await own.run('total = = 1')).metadata).toEqual({});
  expect((await own.run('process.exit()')).metadata).toEqual({ names: 'none' });
});

test('history goes on in the next session', async () => {
  const history = mkdtempSync(join(tmpdir(), 'history-'));
  onTestFinished(() => rmSync(history, { recursive: true }));
  const first = startSession(undefined, { history });
  await first.run('const kept = 1');
  await first.run('not.stored', { store_history: false });
  await first.close();
  const next = startSession(undefined, { history });
  await next.run('kept');
  expect(await next.ask('history_request', { hist_access_type: 'tail', n: 5, output: false, raw: true })).toEqual({
    history: [
      [1, 1, 'const kept = 1'],
      [2, 1, 'kept'],
    ],
  });
  await next.close();
});

describe('history', () => {
  let own: Driver;
  beforeAll(async () => {
    own = startSession();
    for (const code of ['1', 'const a = 2', 'a + 1', '1', 'throw 0', 'not.stored']) {
      await own.run(code, { store_history: code !== 'not.stored' });
    }
  });
  afterAll(() => own.close());
  const ask = async (content: object) =>
    (await own.ask('history_request', { raw: true, output: false, ...content })).history;

  test.each([
    [
      'tail',
      { hist_access_type: 'tail', n: 2 },
      [
        [1, 4, '1'],
        [1, 5, 'throw 0'],
      ],
    ],
    [
      'tail with outputs',
      { hist_access_type: 'tail', n: 3, output: true },
      [
        [1, 3, ['a + 1', '3']],
        [1, 4, ['1', '1']],
        [1, 5, ['throw 0', null]],
      ],
    ],
    [
      'range',
      { hist_access_type: 'range', session: 0, start: 2, stop: 4 },
      [
        [1, 2, 'const a = 2'],
        [1, 3, 'a + 1'],
      ],
    ],
    ['range of another session', { hist_access_type: 'range', session: -1, start: 1, stop: 9 }, []],
    [
      'search',
      { hist_access_type: 'search', pattern: '*a*', n: 9 },
      [
        [1, 2, 'const a = 2'],
        [1, 3, 'a + 1'],
      ],
    ],
    [
      'search of one character',
      { hist_access_type: 'search', pattern: '?', unique: false },
      [
        [1, 1, '1'],
        [1, 4, '1'],
      ],
    ],
    ['search of unique ones', { hist_access_type: 'search', pattern: '1', unique: true }, [[1, 4, '1']]],
    ['search of the last n', { hist_access_type: 'search', pattern: '*', n: 1 }, [[1, 5, 'throw 0']]],
    ['search with letters of patterns', { hist_access_type: 'search', pattern: 'a + 1' }, [[1, 3, 'a + 1']]],
  ])('%s', async (_, content, entries) => {
    expect(await ask(content)).toEqual(entries);
  });
});

describe('comms', () => {
  const of = (id: string) =>
    notebook.published
      .filter(({ content }) => content.comm_id === id)
      .map(({ msgType, content }) => [msgType, content]);

  test('a cell registers a target, a client opens it, both talk', async () => {
    await notebook.run(`comms.register('echo', (comm, data) => {
      console.log('opened with', data);
      comm.onMessage((message, { buffers }) => comm.send({ echo: message }, { buffers }));
      comm.onClose(() => console.log('closed'));
    })`);
    await notebook.ask('comm_open', { comm_id: 'c1', target_name: 'echo', data: { a: 1 } });
    await notebook.ask('comm_msg', { comm_id: 'c1', data: { b: 2 } });
    expect(of('c1')).toEqual([['comm_msg', { comm_id: 'c1', data: { echo: { b: 2 } } }]]);
    expect(await notebook.ask('comm_info_request', { target_name: 'echo' })).toEqual({
      comms: { c1: { target_name: 'echo' } },
    });
    expect(await notebook.ask('comm_info_request', { target_name: 'other' })).toEqual({ comms: {} });
    await notebook.ask('comm_close', { comm_id: 'c1', data: {} });
    expect(await notebook.ask('comm_info_request', {})).toEqual({ comms: {} });
    expect(notebook.published.filter(({ content }) => /opened with|closed/.test(String(content.text))).length).toBe(2);
  });

  test('a cell opens one', async () => {
    const { published } = await notebook.run(
      "const view = comms.open('view', { x: 1 }); view.send({ y: 2 }); view.close(); 0",
    );
    const talk = published
      .filter(({ msgType }) => msgType.startsWith('comm'))
      .map(({ msgType, content }) => [msgType, content.target_name, content.data]);
    expect(talk).toEqual([
      ['comm_open', 'view', { x: 1 }],
      ['comm_msg', undefined, { y: 2 }],
      ['comm_close', undefined, {}],
    ]);
  });

  test('an unknown target is closed at once', async () => {
    await notebook.ask('comm_open', { comm_id: 'c2', target_name: 'unknown', data: {} });
    expect(of('c2')).toEqual([['comm_close', { comm_id: 'c2', data: {} }]]);
  });

  test('a handler that spins can be interrupted', async () => {
    await notebook.run("comms.register('spin', () => { while (true) {} })");
    const opened = notebook.ask('comm_open', { comm_id: 'c3', target_name: 'spin', data: {} });
    await until(async () => {
      await notebook.interrupt();
      return Promise.race([opened.then(() => true), new Promise((go) => setTimeout(go, 300))]);
    });
    expect((await notebook.run('3')).text).toBe('3');
  });
});

describe('debug', () => {
  const ask = (command: string, args: object = {}) =>
    notebook.ask('debug_request', { type: 'request', seq: 9, command, arguments: args });

  test('debugInfo', async () => {
    const answer = await ask('debugInfo');
    expect(answer).toMatchObject({
      type: 'response',
      request_seq: 9,
      success: true,
      command: 'debugInfo',
      body: { isStarted: false },
    });
  });

  test('run no code of the notebook, whatever the values are', async () => {
    const count = await notebook.run(`
      let ran = [];
      const note = (what: string) => { ran.push(what); return what };
      const { inspect } = require('node:util');
      const q_custom = { [inspect.custom]: () => note('custom') };
      const q_display = { [Symbol.for('Jupyter.display')]: () => note('display') };
      const q_getter = { get x() { return note('getter') }, deep: { get y() { return note('deep getter') } } };
      const q_proxy = new Proxy({}, { get: () => note('get'), ownKeys: () => (note('ownKeys'), []), getPrototypeOf: () => (note('prototype'), null) });
      const q_inner = [new Proxy({}, { get: () => note('inner get') })];
      const q_tag = { get [Symbol.toStringTag]() { return note('tag') } };
      const q_deep_tag = { a: { b: { get [Symbol.toStringTag]() { return note('deep tag') } } } };
      class q_Named { static get name() { return note('name') } }
      const q_named = new q_Named();
      class q_Picky { static [Symbol.hasInstance]() { note('hasInstance'); return true } }
      const q_picky = new q_Picky();
      const q_error = Object.defineProperty(new Error('e'), 'stack', { get: () => note('stack') });
      const q_nested_error = { error: Object.defineProperty(new Error('e'), 'message', { get: () => note('message') }) };
      class q_Map extends Map { get size() { note('size'); return 1 } [Symbol.iterator]() { note('iterator'); return super[Symbol.iterator]() } entries() { note('entries'); return super.entries() } }
      const q_map = new q_Map([[1, 2]]);
      class q_List extends Array { [Symbol.iterator]() { note('list iterator'); return super[Symbol.iterator]() } slice() { note('slice'); return [] } }
      const q_list = q_List.from([1, 2]);
      const q_element = Object.defineProperty([1, 2], 0, { get: () => note('element') });
      const q_records = [{ get a() { return note('record') } }];
      class Tensor { shape = [1]; dtype = 'float32'; size = 1; dataId = {}; get isDisposed() { return note('disposed') } dataSync() { note('dataSync'); return [1] } toString() { return note('toString') } }
      const q_tensor = new Tensor();
      const q_regexp = Object.defineProperty(/x/, 'source', { get: () => note('source') });
      const q_date = Object.assign(new Date(0), { toISOString: () => note('toISOString') });
      ran.length = 0;
    `);
    expect(count.evalue).toBe('');
    let named: Record<string, unknown>[] = [];
    // A question that is not answered in a quarter of a second is given up.
    await until(async () => {
      const { body } = (await ask('inspectVariables')) as { body: { variables: Record<string, unknown>[] } };
      named = body.variables.filter(({ name }) => String(name).startsWith('q_'));
      return named.length > 0;
    });
    expect(named.length).toBeGreaterThanOrEqual(22);
    for (const { name, variablesReference } of named) {
      await ask('variables', { variablesReference });
      await ask('richInspectVariables', { variableName: name });
      await notebook.ask('inspect_request', { code: String(name), cursor_pos: String(name).length, detail_level: 0 });
      await notebook.ask('complete_request', { code: `${name}.x`, cursor_pos: `${name}.x`.length });
    }
    expect((await notebook.run('ran')).text).toBe('[]');
    const shown = (name: string) => named.find((each) => each.name === name)?.value;
    expect(shown('q_getter')).toBe('{ x: [Getter], deep: { y: [Getter] } }');
    expect(shown('q_proxy')).toBe('Proxy');
    expect(shown('q_list')).toMatch(/^q_List\(2\)/);
  });

  test('inspectVariables, and what is inside of them', async () => {
    const { body } = (await ask('inspectVariables')) as { body: { variables: Record<string, unknown>[] } };
    const found = (name: string) => body.variables.find((each) => each.name === name);
    expect(found('text')).toEqual({
      name: 'text',
      value: "'abc'",
      type: 'string',
      evaluateName: 'text',
      variablesReference: 0,
    });
    expect(found('list')).toMatchObject({ type: 'Array(2)', value: '[ { alpha: 1 }, [ 2 ] ]' });
    expect(found('process')).toBeUndefined();
    const inside = await ask('variables', { variablesReference: found('list')?.variablesReference });
    expect((inside.body as { variables: object[] }).variables).toMatchObject([
      { name: '0', value: '{ alpha: 1 }', type: 'Object' },
      { name: '1', value: '[ 2 ]', type: 'Array(1)' },
    ]);
  });

  test('richInspectVariables', async () => {
    await notebook.run('const records = [{ a: 1 }]');
    expect((await ask('richInspectVariables', { variableName: 'records' })).body).toMatchObject({
      data: { 'text/html': expect.stringContaining('<table>'), 'text/plain': '   a\n0  1' },
    });
    expect(await ask('richInspectVariables', { variableName: 'nothing' })).toMatchObject({ success: false });
  });

  test('what needs a debugger is refused while nobody asked for one, and debugger; does nothing', async () => {
    expect(await ask('setBreakpoints')).toMatchObject({
      success: false,
      message: 'Nobody debugs: setBreakpoints needs initialize and attach before it.',
    });
    expect((await notebook.run('debugger; 5')).text).toBe('5');
  });
});
