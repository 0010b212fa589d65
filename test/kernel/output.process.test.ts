import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNotebookOutputs } from '../../kernel/jupyter/notebook-outputs.ts';
import { type Driver, startSession, until } from './session-driver.ts';

let notebook: Driver;
beforeAll(async () => {
  notebook = startSession();
});
afterAll(() => notebook.close());

describe('everything a cell prints arrives in order', () => {
  test.each([
    ['console', 'console.log("a", 1); console.info({ b: 2 }); console.debug("c")', 'a 1\n{ b: 2 }\nc\n', ''],
    ['both streams', 'console.error("e"); console.warn("w"); process.stderr.write("x")', '', 'e\nw\nx'],
    ['process.stdout.write', 'process.stdout.write("a"); process.stdout.write(Buffer.from("b\\n"))', 'ab\n', ''],
    [
      'a character in two writes',
      'process.stdout.write(Buffer.from([0xc3])); process.stdout.write(Buffer.from([0xa9]))',
      'é',
      '',
    ],
    [
      'file descriptors',
      'const fs = require("node:fs"); console.log("a"); fs.writeSync(1, "b\\n"); console.log("c"); fs.writeSync(2, "d\\n")',
      'a\nb\nc\n',
      'd\n',
    ],
    [
      'an imported writeSync',
      'import { writeSync } from "node:fs"; console.log("a"); writeSync(1, Buffer.from("xbx"), 1, 1); console.log("c")',
      'a\nbc\n',
      '',
    ],
    [
      'fs.write',
      'await new Promise((go) => require("node:fs").write(1, "w\\n", go)); console.log("after")',
      'w\nafter\n',
      '',
    ],
    [
      'a child that inherits',
      'const { execSync } = require("node:child_process"); console.log("a"); execSync("echo b", { stdio: "inherit" }); console.log("c")',
      'a\nb\nc\n',
      '',
    ],
    ['a child’s error output', 'require("node:child_process").execSync("echo b >&2")', '', 'b\n'],
    [
      'an asynchronous child',
      'const child = require("node:child_process").spawn("echo", ["b"], { stdio: "inherit" }); await new Promise((go) => child.on("close", go)); console.log([child.stdout])',
      'b\n[ null ]\n',
      '',
    ],
    [
      'a pipe into stdout',
      'await require("node:stream/promises").pipeline(["a", "b"], process.stdout, { end: false })',
      'ab',
      '',
    ],
    ['groups', 'console.group("g"); console.log("in"); console.groupEnd(); console.log("out")', 'g\n  in\nout\n', ''],
    ['an emoji', 'console.log("😀")', '😀\n', ''],
  ])('%s', async (_, code, stdout, stderr) => {
    const outcome = await notebook.run(code);
    expect([outcome.evalue, outcome.stdout, outcome.stderr]).toEqual(['', stdout, stderr]);
  });

  // Node passes on what a worker prints when it likes to, perhaps after the worker's end.
  test('a worker', async () => {
    const { id, evalue } = await notebook.run(
      'const { Worker } = require("node:worker_threads"); await new Promise((go) => new Worker("console.log(5)", { eval: true }).on("exit", go))',
    );
    expect(evalue).toBe('');
    await until(() => notebook.textOf(id) === '5\n');
  });
});

describe('a bar of a terminal is drawn in its place', () => {
  test.each([
    [
      'the size',
      '[process.stdout.isTTY, process.stdout.columns, process.stderr.getWindowSize(), process.stdout.hasColors({ TERM: "xterm-256color" })]',
      '',
      '[ true, 80, [ 80, 24 ], true ]',
    ],
    [
      'one line',
      'for (let i = 0; i <= 50; i++) { process.stdout.cursorTo(0); process.stdout.write(2 * i + " %"); process.stdout.clearLine(1); await new Promise((go) => setImmediate(go)) } console.log()',
      '100 %\n',
      undefined,
    ],
    [
      'callbacks',
      'await new Promise((go) => process.stdout.cursorTo(0, go)); await new Promise((go) => process.stdout.moveCursor(1, 0, go)); await new Promise((go) => process.stdout.clearScreenDown(go)); "ok"',
      '',
      "'ok'",
    ],
    [
      'lines above',
      'console.log("a\\nb"); await prompt(); process.stdout.moveCursor(0, -2); console.log("A"); process.stdout.moveCursor(0, 1)',
      'A\nb\n',
      'true',
    ],
    [
      'a child',
      'require("node:child_process").execSync("printf \'10\\\\r20\\\\n\'", { stdio: "inherit" }); 0',
      '20\n',
      '0',
    ],
    [
      'readline',
      'const lines = []; for await (const line of require("node:readline").createInterface(require("node:stream").Readable.from(["a\\nb\\n"]), process.stdout)) lines.push(line); lines',
      '',
      "[ 'a', 'b' ]",
    ],
  ])('%s', async (_, code, printed, text) => {
    // What was printed before a question is out before it is asked.
    if (code.includes('prompt()')) notebook.answers.push('');
    const outcome = await notebook.run(code);
    const fold = createNotebookOutputs<number>();
    for (const { msgType, content } of outcome.published) fold.receive(0, msgType, content);
    const stream = fold
      .of(0)
      .map((output) => (output.output_type === 'stream' ? output.text : ''))
      .join('');
    expect([outcome.evalue, stream, outcome.text]).toEqual(['', printed, text]);
  });

  test('in few messages', async () => {
    const { published } = await notebook.run('for (let i = 0; i < 10_000; i++) process.stdout.write("\\r" + i)');
    expect(published.filter(({ msgType }) => msgType === 'stream').length).toBeLessThan(500);
  });
});

describe('late output belongs to the cell that started it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'multitask-late-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const signal = join(folder, 'second');
  beforeAll(async () => {
    // `look(then)` calls `then` from a timer, `second()` resolves, once the second cell runs.
    await notebook.run(`let started = false; let finish = () => {};
      const look = (then: () => void) => void setTimeout(() => (started ? then() : look(then)), 5);
      const second = () => new Promise<void>((go) => look(go));`);
  });
  const late = {
    'a timer': 'look(() => console.log("late"))',
    'an interval': 'const i = setInterval(() => { if (!started) return; console.log("late"); clearInterval(i) }, 5); 0',
    'an immediate': 'setImmediate(() => setImmediate(() => look(() => console.log("late")))); 0',
    'an async function': '(async () => { await second(); console.log("late") })(); 0',
    'after two awaits': '(async () => { await null; await second(); console.log("late") })(); 0',
    'after a caught error':
      '(async () => { try { await second().then(() => { throw 1 }) } catch { console.log("late") } })(); 0',
    'a promise callback': 'second().then(() => console.log("late")); 0',
    'for await': '(async () => { for await (const x of [second()]) console.log("late") })(); 0',
    'an uncaught error': 'look(() => { throw new Error("late") })',
    'an unhandled rejection': '(async () => { await second(); throw new Error("late") })(); 0',
    'a child process': `require("node:child_process").spawn("sh", ["-c", ${JSON.stringify(`while [ ! -e '${signal}' ]; do sleep 0.02; done; echo late`)}], { stdio: "inherit" }); 0`,
    'a display': 'look(() => display({ "text/plain": "late" }))',
    'a network answer':
      'require("node:http").createServer(async (_, answer) => { await second(); answer.end("late") }).listen(0, function () { (async () => { const r = await fetch("http://127.0.0.1:" + this.address().port); console.log(await r.text()); this.close(); })() }); 0',
  };
  test.each(Object.entries(late))('%s', async (_, code) => {
    rmSync(signal, { force: true });
    await notebook.run('started = false');
    const first = await notebook.run(code);
    const second = notebook.start(
      `started = true; console.log("second"); require("node:fs").writeFileSync(${JSON.stringify(signal)}, "");
       await new Promise<void>((go) => { finish = go })`,
    );
    const said = (id: string) =>
      notebook.published
        .filter(({ parent, msgType }) => parent === id && /stream|display_data|error/.test(msgType))
        .map(({ content }) => content.text ?? content.evalue ?? Object.values(content.data ?? {}).join())
        .join('');
    await until(() => said(first.id).includes('late'), 'the late output arrives');
    await notebook.run('finish()');
    expect((await second.outcome).status).toBe('ok');
    expect(said(second.id)).toBe('second\n');
  });

  test('errors name the line of the cell', async () => {
    const first = await notebook.run('\nsetTimeout(() => {\n  null.x\n}, 1)');
    await until(() => notebook.errorsOf(first.id).length > 0);
    expect(notebook.errorsOf(first.id)).toEqual([
      [
        "Uncaught: TypeError: Cannot read properties of null (reading 'x')",
        '',
        '  1 |',
        '  2 | setTimeout(() => {',
        '> 3 |   null.x',
        '    |        ^',
        '  4 | }, 1)',
        '',
        `    Cell In[${first.reply.execution_count}], line 3`,
      ].join('\n'),
    ]);
  });

  test('a timer that throws on and on is ten errors, then text', async () => {
    const { id } = await notebook.run(
      'let times = 0;\nconst timer = setInterval(() => {\n  if (++times === 15) clearInterval(timer);\n  throw new RangeError("number " + times);\n}, 1)',
    );
    await until(() => notebook.textOf(id, 'stderr').includes('number 15'));
    expect(notebook.errorsOf(id)).toHaveLength(10);
    expect(notebook.textOf(id, 'stderr').match(/Uncaught: RangeError: number 1[1-5]/g)).toHaveLength(5);
  });
});

describe('a flood', () => {
  test('of 100,000 lines arrives whole, in order and in few messages', async () => {
    const { stdout, published } = await notebook.run('for (let i = 0; i < 100_000; i++) console.log("line", i)');
    const lines = stdout.split('\n').slice(0, -1);
    expect(lines.length).toBe(100_000);
    expect(lines.findIndex((line, i) => line !== `line ${i}`)).toBe(-1);
    expect(published.length).toBeLessThan(300);
  });

  test('as one line of 20 MB arrives, and so does what follows', async () => {
    const { stdout } = await notebook.run('console.log("😀".repeat(5e6)); console.log("after")');
    expect(stdout.length).toBe(10_000_001 + 'after\n'.length);
    expect(stdout.slice(0, 1_000_000)).toBe('😀'.repeat(500_000));
    expect(stdout.endsWith('😀\nafter\n')).toBe(true);
  });

  test('as one display of 20 MB arrives, and so does what follows', async () => {
    const outcome = await notebook.run('display({ "text/plain": "x".repeat(2e7) }); console.log("after")');
    const shown = outcome.published.find(({ msgType }) => msgType === 'display_data')?.content.data as Record<
      string,
      string
    >;
    expect(shown['text/plain']?.length).toBe(20_000_000);
    expect(outcome.stdout).toBe('after\n');
  });

  test('arrives while the cell spins', async () => {
    const { id, outcome } = notebook.start('console.log("first"); while (true) {}');
    await until(() => notebook.textOf(id) === 'first\n');
    await notebook.interrupt();
    await outcome;
  });

  test('waits for a slow reader instead of filling memory', async () => {
    let release = (): void => {};
    const gate = new Promise<void>((open) => {
      release = open;
    });
    const slow = startSession(process.cwd(), { beforePublish: () => gate });
    const { outcome } = slow.start('for (let i = 0; i < 100; i++) console.log("x".repeat(1e6))');
    const published = () => slow.published.reduce((sum, { content }) => sum + String(content.text ?? '').length, 0);
    await until(() => published() > 16e6, 'the first megabytes arrive');
    // A cell that were not stopped would go on in this time; on a slow machine the test is weaker, never wrong.
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(published()).toBeLessThan(40e6);
    release();
    expect((await outcome).status).toBe('ok');
    expect(published()).toBe(100 * 1_000_001);
    await slow.close();
  });
});

describe('an error that a cell prints', () => {
  const frames = (text: string) => text.split('\n').filter((line) => line.trimStart().startsWith('at '));

  test('of another thread, alone or as a cause, has no frames of Node or of the kernel', async () => {
    const { stderr } = await notebook.run(`const { Worker } = require('worker_threads');
const worker = new Worker('setTimeout(function inWorker() { throw new Error("far away") })', { eval: true });
const error = await new Promise((resolve) => worker.once('error', resolve));
console.error('%s happened:', 'it', error, new Error('near', { cause: error }));`);
    expect(stderr).toContain('it happened: Error: far away');
    expect(stderr).toContain('[cause]: Error: far away');
    expect(frames(stderr)).not.toEqual([]);
    expect(frames(stderr).filter((line) => !/\[worker eval\]|cell-\d+\.ts:4:/.test(line))).toEqual([]);
  });

  test('is inspected once, and by formats as it would be elsewhere', async () => {
    const { stdout, stderr } = await notebook.run(`let inspected = 0;
class Told extends Error { [Symbol.for('nodejs.util.inspect.custom')]() { return 'told ' + ++inspected } }
class Named extends Error { code = 7; toString() { return 'named' } }
console.error(new Told(), 'and', new Told());
console.log('%s %j', new Named('x'), new Named('x'));
console.log('%s', new Error('as a text')); 0`);
    expect(stderr).toBe('told 1 and told 2\n');
    expect(stdout).toMatch(/^named \{"code":7\}\nError: as a text\n {4}at /);
  });

  test('where nobody writes stacks any more', async () => {
    await notebook.run('const writer = Error.prepareStackTrace; Error.prepareStackTrace = undefined; 0');
    const { stderr } = await notebook.run("\nconsole.error(new Error('plain'))");
    await notebook.run('Error.prepareStackTrace = writer; 0');
    expect(stderr).toMatch(/^Error: plain\n {4}at cell-\d+\.ts:2:15\n$/);
  });
});
