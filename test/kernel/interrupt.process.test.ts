import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Driver, startSession, until } from './session-driver.ts';

/** Cells that never end, each with the ways in which JavaScript can. `started` is printed before the endless part. */
const endless: Readonly<Record<string, string>> = {
  'a loop': 'while (true) {}',
  'a loop with finally': 'try { while (true) {} } finally { while (true) {} }',
  'a loop that catches': 'for (;;) { try { JSON.parse("{") } catch {} }',
  'a loop after await': 'await null; while (true) {}',
  'a loop in a timer': 'setTimeout(() => { while (true) {} }); await new Promise(() => {})',
  'a loop in an immediate':
    'setImmediate(() => { while (true) {} }); setImmediate(() => {}); await new Promise(() => {})',
  'a loop in a file callback':
    'require("node:fs").readFile("package.json", () => { while (true) {} }); await new Promise(() => {})',
  'a loop in nextTick': 'process.nextTick(() => { while (true) {} }); await null; await new Promise(() => {})',
  'a loop in a promise callback': 'await Promise.resolve().then(() => { while (true) {} })',
  'a loop in an event listener':
    'const emitter = new (require("node:events"))(); emitter.on("x", () => { while (true) {} }); emitter.emit("x")',
  'a loop in an async function': 'const spin = async () => { await null; while (true) {} }; await spin()',
  'awaits without end': 'for (;;) await null',
  'awaits without end that are caught': 'for (;;) { try { await Promise.reject(new Error()) } catch {} }',
  'immediates without end': 'await new Promise(() => { const again = () => setImmediate(again); again() })',
  'a chain of timers': 'await new Promise(() => { const again = () => setTimeout(again); again() })',
  'a long await': 'await new Promise((resolve) => setTimeout(resolve, 60_000))',
  'an await of nothing': 'await new Promise(() => {})',
  'an await that is tried again': 'for (;;) { try { await new Promise((_, no) => setTimeout(no, 5)) } catch {} }',
  'a print loop': 'for (;;) console.log("line")',
  'a print loop after await': 'await null; for (;;) console.log("line")',
  'a regular expression': '/(a+)+b/.test("a".repeat(40))',
  'a sort': 'new Array(5e6).fill(0).sort(() => 0.5 - Math.random())',
  'Atomics.wait': 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)',
  'a prompt': 'await prompt("name?")',
  'a display that never comes': '({ async [Symbol.for("Jupyter.display")]() { await new Promise(() => {}) } })',
  'a display that spins': '({ [Symbol.for("nodejs.util.inspect.custom")]() { while (true) {} } })',
  'a promise as value': 'new Promise(() => {})',
};

let notebook: Driver;
beforeAll(async () => {
  notebook = startSession();
  await notebook.run('let kept = 0; const big = new Array(1000).fill(1)');
});
afterAll(() => notebook.close());

test.each(Object.entries(endless))('%s stops and every variable stays', async (_, code) => {
  const { id, outcome } = notebook.start(`kept += 1; console.log('started');\n${code}`);
  await until(() => notebook.textOf(id).includes('started'));
  await notebook.interrupt();
  const { ename, status } = await outcome;
  expect([status, ename]).toEqual(['error', 'KeyboardInterrupt']);

  const before = Number((await notebook.run('kept')).text);
  const after = await notebook.run('kept += 1; console.log("still here"); [kept, big.length]');
  expect(after.stdout).toBe('still here\n');
  expect(after.text).toBe(`[ ${before + 1}, 1000 ]`);
});

test('an interrupt while nothing runs does nothing', async () => {
  await notebook.interrupt();
  await notebook.interrupt();
  expect((await notebook.run('await null; big.length')).text).toBe('1000');
});

test('code of an interrupted cell does not go on behind the next one', async () => {
  await notebook.run('let rounds = 0');
  const { outcome } = notebook.start('for (;;) { await new Promise((go) => setTimeout(go, 5)); rounds++ }');
  await until(async () => Number((await notebook.run('rounds', { store_history: false })).text) > 2);
  await notebook.interrupt();
  await outcome;
  const { text } = await notebook.run(
    // A timer of the interrupted cell would come before each of these.
    'const seen = rounds; for (let i = 0; i < 5; i++) await new Promise((go) => setTimeout(go, 6)); rounds - seen',
  );
  expect(text).toBe('0');
});

test('finally runs, and the signal of the cell aborts', async () => {
  await notebook.run('const notes: string[] = []');
  const { id, outcome } = notebook.start(`const { signal } = import.meta;
    console.log('started');
    signal.addEventListener('abort', () => notes.push('aborted'));
    try { await new Promise((_, no) => signal.addEventListener('abort', () => no(signal.reason))) } finally { notes.push('tidied') }
    notes.push('went on')`);
  await until(() => notebook.textOf(id).includes('started'));
  await notebook.interrupt();
  await outcome;
  expect((await notebook.run('notes')).text).toBe("[ 'aborted', 'tidied' ]");
});

test('timers of other cells live on', async () => {
  await notebook.run('let ticks = 0; const clock = setInterval(() => ticks++, 5)');
  const { outcome } = notebook.start('await new Promise(() => {})');
  await notebook.interrupt();
  await outcome;
  const { text } = await notebook.run(
    'const t = ticks; while (ticks === t) await new Promise((go) => setTimeout(go, 5)); clearInterval(clock); ticks > t',
  );
  expect(text).toBe('true');
});

test('an interrupt hits only what was running: the next cell runs', async () => {
  for (let i = 0; i < 20; i++) {
    const { id, outcome } = notebook.start('console.log("started"); while (true) {}');
    await until(() => notebook.textOf(id).includes('started'));
    await notebook.interrupt();
    expect((await outcome).ename).toBe('KeyboardInterrupt');
    const next = await notebook.run(
      'const until = performance.now() + 200; while (performance.now() < until) ; "whole"',
    );
    expect(next.text).toBe("'whole'");
  }
});

test('immediates live on after one was interrupted', async () => {
  const { id, outcome } = notebook.start(
    'setImmediate(() => { console.log("started"); while (true) {} }); setImmediate(() => console.log("next")); await new Promise(() => {})',
  );
  await until(() => notebook.textOf(id).includes('started'));
  await notebook.interrupt();
  await outcome;
  await until(() => notebook.textOf(id).includes('next'));
  expect((await notebook.run('await new Promise((go) => setImmediate(go, 7))')).text).toBe('7');
});

test('what an abandoned cell awaits may be collected: the process lives on', async () => {
  await notebook.run(
    'require("node:v8").setFlagsFromString("--expose-gc"); const collect = require("node:vm").runInNewContext("gc")',
  );
  for (const code of [
    'await new Promise(() => {})',
    'await null; while (true) {}',
    'for await (const x of [new Promise(() => {})]) ;',
  ]) {
    const { outcome } = notebook.start(code);
    await notebook.interrupt();
    await outcome;
    expect((await notebook.run('collect(); await null; collect(); big.length')).text).toBe('1000');
  }
});

test('a second interrupt is heard, too', async () => {
  for (let i = 0; i < 3; i++) {
    const { id, outcome } = notebook.start('console.log("started"); await null; while (true) {}');
    await until(() => notebook.textOf(id).includes('started'));
    await Promise.all([notebook.interrupt(), notebook.interrupt()]);
    expect((await outcome).ename).toBe('KeyboardInterrupt');
  }
});

test('a callback of a cell that ended can be interrupted, too', async () => {
  const { id } = await notebook.run('setTimeout(() => { console.log("spins"); while (true) {} })');
  await until(() => notebook.textOf(id).includes('spins'));
  const { id: next, outcome } = notebook.start('"next"');
  await until(() => notebook.published.some(({ parent, msgType }) => parent === next && msgType === 'execute_input'));
  await notebook.interrupt();
  await outcome;
  expect((await notebook.run('big.length')).text).toBe('1000');
});

test.each([0, 60])('what an interrupted cell left to be called spins %d ms later, and ends by itself', async (wait) => {
  const thread = `new (require('node:worker_threads').Worker)('setTimeout(() => {}, ${wait})', { eval: true })`;
  const { id, outcome } = notebook.start(
    `console.log('started'); ${thread}.on('exit', () => { while (true) {} }); await new Promise(() => {})`,
  );
  await until(() => notebook.textOf(id).includes('started'));
  await notebook.interrupt();
  expect((await outcome).ename).toBe('KeyboardInterrupt');
  // It spins by now, or else soon, and nobody interrupts it.
  await new Promise((go) => setTimeout(go, 160));
  expect((await notebook.run('big.length')).text).toBe('1000');
});

test('a native call stops when it returns', async () => {
  const { id, outcome } = notebook.start(
    'console.log("started"); for (;;) require("node:crypto").scryptSync("a", "b", 64, { N: 2 ** 16, maxmem: 2 ** 28 })',
  );
  await until(() => notebook.textOf(id).includes('started'));
  await notebook.interrupt();
  expect((await outcome).ename).toBe('KeyboardInterrupt');
  expect((await notebook.run('big.length')).text).toBe('1000');
});

test('a training that is busy with an epoch comes to its end, and the model can be used', async () => {
  await notebook.run(`const rows = datasets.correlatedTasks({ correlation: 0.9, labels: 'binary', rows: 500, seed: 1 });
    const trained = models.mmoe(rows.features, rows.tasks, { experts: 2, seed: 1 });`);
  const { id, outcome } =
    notebook.start(`for await (const { kind } of trained.train(rows.train, { epochs: 1000, seed: 1 })) {
      if (kind !== 'epoch') continue;
      console.log('started');
      for (const end = Date.now() + 500; Date.now() < end; );
    }`);
  await until(() => notebook.textOf(id).includes('started'));
  await notebook.interrupt();
  await outcome;
  const { status } = await notebook.run('await trained.evaluate(rows.test)');
  expect(status).toBe('ok');
});

test('AsyncLocalStorage in a cell: the state stays, or the error says why not, and the next cell runs', async () => {
  const own = startSession();
  const { id, outcome } = own.start(`const { AsyncLocalStorage } = require('node:async_hooks');
const survives = 41;
await new AsyncLocalStorage().run({}, async () => { await null; console.log('started'); while (true) {} });`);
  await until(() => own.textOf(id).includes('started'));
  await own.interrupt();
  const { ename, evalue } = await outcome;
  const { text } = await own.run('typeof survives');
  if (ename === 'KeyboardInterrupt') expect(text).toBe("'number'");
  else {
    expect(evalue).toMatch(/AsyncLocalStorage.*variables are lost/s);
    expect(text).toBe("'undefined'");
  }
  await own.close();
});

describe.skipIf(process.platform === 'win32')('a child that blocks the thread', () => {
  test.each([
    ['execSync', 'console.log("go"); require("node:child_process").execSync("sleep 60; echo no")'],
    [
      'execSync that inherits',
      'console.log("go"); require("node:child_process").execSync("sleep 60; echo no", { stdio: "inherit" })',
    ],
    ['spawnSync', 'console.log("go"); require("node:child_process").spawnSync("sleep", ["60"])'],
    ['execFileSync', 'console.log("go"); require("node:child_process").execFileSync("sleep", ["60"])'],
    [
      'a child that does not want to end',
      `console.log("go"); require("node:child_process").execSync("trap '' TERM; while true; do sleep 1; done")`,
    ],
  ])('of %s ends with the interrupt, and no other child does', async (_, code) => {
    const notebook = startSession();
    await notebook.run(
      'let keep = 41; const other = require("node:child_process").spawn("sleep", ["60"]); let gone = false; other.on("exit", () => { gone = true })',
    );
    const { id, outcome } = notebook.start(code);
    await until(() => notebook.textOf(id).includes('go'));
    await notebook.interrupt();
    expect((await outcome).ename).toBe('KeyboardInterrupt');
    expect((await notebook.run('[keep + 1, gone, other.exitCode]')).text).toBe('[ 42, false, null ]');
    await notebook.close();
  });
});

test('an interrupt stops what a cell left spinning after its end, and the next cell runs', async () => {
  const notebook = startSession();
  await notebook.run('let keep = 41; setTimeout(() => { console.log("spins"); while (true) {} }); 0');
  await until(() => notebook.published.some(({ content }) => content.text === 'spins\n'));
  await notebook.interrupt();
  expect((await notebook.run('keep + 1')).text).toBe('42');
  await notebook.close();
});
