import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PatchedNotebook, startPatchedNotebook, whatIsWrong } from './patched-built-ins.ts';
import { type Driver, startSession, until } from './session-driver.ts';

/** Built-ins that a cell replaces are that cell's: what the kernel does for the next ones does not change. */
let notebook: Driver;
beforeAll(() => {
  notebook = startSession();
});
afterAll(() => notebook.close());

const thrower = `const thrower = () => { throw new Error('replaced') };`;

describe('every function and getter that a cell can replace', () => {
  let patched: PatchedNotebook;
  beforeAll(async () => {
    patched = await startPatchedNotebook();
  });
  afterAll(() => patched.notebook.close());

  test('there are many', () => {
    expect(patched.names.length).toBeGreaterThan(800);
    expect(patched.names).toEqual(
      expect.arrayContaining(['Array.prototype.map', 'JSON.stringify', 'Promise[Symbol.species]', 'Reflect.apply']),
    );
  });

  test('all of them at once', async () => {
    expect(await patched.replace([...patched.names.keys()])).toEqual([]);
  });

  test.each(Array.from({ length: 10 }, (_, part) => part))('each tenth, from %i', async (part) => {
    expect(await patched.replace([...patched.names.keys()].filter((i) => i % 10 === part))).toEqual([]);
  });

  test('an interrupt ends what spins and what waits', async () => {
    const { notebook, names } = patched;
    // A cell that awaits needs promises of its own.
    const indices = [...names.keys()].filter((i) => !names[i]?.startsWith('Promise'));
    await notebook.run(`const never = new Promise(() => {}); replace([${indices}])`);
    for (const code of ['console.log("runs"); for (;;) {}', 'console.log("runs"); await never']) {
      const { id, outcome } = notebook.start(code);
      await until(() => notebook.textOf(id) === 'runs\n');
      await notebook.interrupt();
      expect((await outcome).ename).toBe('KeyboardInterrupt');
      expect(await whatIsWrong(notebook)).toEqual([]);
    }
    expect((await notebook.run('restore(); Object.keys(left)')).text).toBe('[]');
  });
});

describe('one kind', () => {
  test.each([
    ['a method that is gone', `delete String.prototype.split; Array.prototype.map = undefined;`],
    ['a getter that throws', `Object.defineProperty(Array.prototype, 'map', { get: thrower, configurable: true });`],
    [
      'a global',
      `for (const name of ['Buffer', 'Map', 'Promise', 'setTimeout', 'queueMicrotask', 'process']) globalThis[name] = undefined;`,
    ],
    ['toJSON of everything', `Object.prototype.toJSON = thrower; Array.prototype.toJSON = thrower;`],
    ['names of descriptors', `Object.prototype.get = Object.prototype.value = Object.prototype.writable = 1;`],
    [
      'names of messages',
      `for (const name of ['error', 'result', 'exceptionDetails', 'kind', 'update']) Object.prototype[name] = 1;`,
    ],
    ['how errors are told', `Error.prepareStackTrace = thrower; process.emit = thrower;`],
    ['the end of all promises', `Array.prototype.then = Map.prototype.then = thrower;`],
  ])('%s', async (_, code) => {
    const own = startSession();
    await own.run(`${keptValue} ${thrower} ${code} undefined`);
    expect(await whatIsWrong(own)).toEqual([]);
    await own.close();
  });
});

const keptValue = `const kept = { alpha: 'a', list: [1, 2, 3] };`;

describe('errors that nobody caught are told, whatever a cell made of process.emit', () => {
  test.each([
    ['one that throws', `process.emit = thrower; Function.prototype.apply = thrower;`],
    ['one that tells nobody', `process.emit = () => false;`],
    ['one that calls the one before', `process.emit = function (...all) { return Reflect.apply(emit, this, all) };`],
  ])('%s', async (_, code) => {
    await notebook.run(`${thrower} const { emit } = process; const { apply } = Function.prototype; ${code}`);
    const { id } = await notebook.run('setTimeout(() => { throw "late" }); void Promise.reject("rejected");');
    const told = (text: string): boolean => notebook.errorsOf(id).filter((error) => error === text).length === 1;
    await until(() => told("Uncaught: Thrown: 'late'"));
    await until(() => told("Unhandled rejection: Thrown: 'rejected'"));
    const { text } = await notebook.run('Function.prototype.apply = apply; process.emit = emit; process.emit === emit');
    expect(text).toBe('true');
  });
});

test('a cell, its values and its listeners see what the notebook made of a built-in', async () => {
  await notebook.run(`const { map } = Array.prototype; Array.prototype.map = () => 'mine';`);
  expect((await notebook.run('[1].map(String)')).text).toBe("'mine'");
  const own = `({ [Symbol.for('Jupyter.display')]: () => ({ 'text/plain': String([1].map(String)) }) })`;
  expect((await notebook.run(own)).text).toBe('mine');
  const inspected = `({ [Symbol.for('nodejs.util.inspect.custom')]: () => String([1].map(String)) })`;
  expect((await notebook.run(inspected)).text).toBe('mine');
  const json = await notebook.run(`display({ 'application/json': { toJSON: () => [1].map(String) } })`);
  expect(json.published.find(({ msgType }) => msgType === 'display_data')?.content.data).toMatchObject({
    'application/json': 'mine',
  });
  expect((await notebook.run('Array.prototype.map = map; [1].map(String)')).text).toBe("[ '1' ]");
});

describe('what cannot be put right is told', () => {
  test('Object.prototype.then, by which every object is a promise', async () => {
    const outcomes = await notebook
      .run('Object.prototype.then = () => {};')
      .then(async (first) => [first, await notebook.run('1')]);
    // Node 22 and later make no object of a cell's result that has a prototype.
    for (const { evalue } of outcomes.filter(({ status }) => status === 'error'))
      expect(evalue).toContain('delete Object.prototype.then');
    expect((await notebook.run('delete Object.prototype.then')).status).toBe('ok');
    expect((await notebook.run('({ a: 1 })')).text).toBe('{ a: 1 }');
  });

  test('a built-in that is replaced for good, which ours can do without', async () => {
    const own = startSession();
    await own.run(`Object.defineProperty(Intl, 'NumberFormat', { value: 1, writable: false, configurable: false })`);
    const { stderr } = await own.run(
      `Object.defineProperty(WeakMap.prototype, 'get', { value: 1, writable: false, configurable: false })`,
    );
    expect(stderr).toContain('Warning: WeakMap.prototype.get cannot be put back');
    expect((await own.run('({ a: 1 })')).text).toBe('{ a: 1 }');
    await own.close();
  });

  test('one that it cannot do without', async () => {
    const own = startSession();
    const { id, outcome } = own.start(
      `Object.defineProperty(JSON, 'stringify', { value: 1, writable: false, configurable: false })`,
    );
    expect((await outcome).ename).toBe('ProcessExit');
    expect(own.textOf(id, 'stderr')).toContain('JSON.stringify cannot be put back');
    expect((await own.run('({ a: 1 })')).text).toBe('{ a: 1 }');
    await own.close();
  });
});

describe('the library, which runs with the built-ins of the notebook', () => {
  const prepare = `const data = datasets.correlatedTasks({ correlation: 0.9, labels: 'binary', rows: 400, seed: 1 });
const model = models.mmoe(data.features, data.tasks, { experts: 2 });`;

  test('shows its pictures whatever the built-ins are that only they need', async () => {
    await notebook.run(`${prepare} const { toFixed } = Number.prototype; const { padStart } = String.prototype;
Number.prototype.toFixed = String.prototype.padStart = thrower; undefined`);
    const trained = await notebook.run('await model.fit(data.train, { epochs: 1 }); undefined');
    expect([trained.status, trained.evalue]).toEqual(['ok', '']);
    const shown = trained.published.filter(({ msgType }) => /display_data/.test(msgType));
    const { data = {} } = (shown.at(-1)?.content ?? {}) as { data?: object };
    expect(Object.keys(data)).toContain('application/vnd.multitask-notebook.training.v1+json');
    await notebook.run('Number.prototype.toFixed = toFixed; String.prototype.padStart = padStart;');
  });

  test('fails in words where it needs one itself, and the next cell runs', async () => {
    await notebook.run('const { map } = Array.prototype; Array.prototype.map = thrower; undefined');
    expect((await notebook.run('await model.fit(data.train, { epochs: 1 })')).evalue).toBe('replaced');
    const { status } = await notebook.run(
      'Array.prototype.map = map; await model.fit(data.train, { epochs: 1 }); undefined',
    );
    expect(status).toBe('ok');
  });
});
