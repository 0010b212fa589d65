import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Driver, startSession } from './session-driver.ts';

/** `%` lines in a notebook whose folder lies in another one that has a package.json, which npm would go up to. */
const outer = realpathSync(mkdtempSync(join(tmpdir(), 'percent-')));
const folder = join(outer, 'a notebook');
let notebook: Driver;
beforeAll(() => {
  mkdirSync(join(folder, 'own'), { recursive: true });
  writeFileSync(join(outer, 'package.json'), '{ "name": "outer", "version": "1.0.0" }');
  writeFileSync(
    join(folder, 'own/package.json'),
    '{ "name": "@me/own", "version": "1.2.3", "type": "module", "exports": { "types": "./index.d.ts", "default": "./index.js" } }',
  );
  writeFileSync(join(folder, 'own/index.js'), 'export const owned = 42;\n');
  writeFileSync(join(folder, 'own/index.d.ts'), '/** What is owned. */\nexport declare const owned: number;\n');
  notebook = startSession(folder);
});
afterAll(async () => {
  await notebook.close();
  rmSync(outer, { recursive: true });
});

/** A process that nobody has waited for is dead, too. */
const alive = (pid: number): boolean =>
  /^[^Z]/.test(spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim());

test('the shell: output in its order, exit codes, no input, and statements around', async () => {
  const ran = await notebook.run(
    "console.log('first');\n%sh echo \"é $((40 + 2))\" | cat; echo bad >&2; cat; pwd\nconsole.log('last')\n'value'",
  );
  expect(ran.stdout).toBe(`first\né 42\n${folder}\nlast\n`);
  expect(ran.stderr).toBe('bad\n');
  expect(ran.text).toBe("'value'");

  const failed = await notebook.run("const here = 1\n%sh exit 3\nconsole.log('never')");
  expect(failed.stdout).toBe('');
  expect(failed.evalue).toBe('It ended with exit code 3.');
  expect(failed.traceback).toContain('line 2');
  expect(failed.traceback).toContain('%sh exit 3');
  expect((await notebook.run('1 + 1;\n%sh true')).text).toBeUndefined();
  expect((await notebook.run('%sh kill -9 $$')).evalue).toBe('It was ended by SIGKILL.');
  expect((await notebook.run('%sh no-such-program-here')).evalue).toBe('It ended with exit code 127.');
});

test('an interrupt ends a line of the shell and all that it started, and what stands behind does not run', async () => {
  const { id, outcome } = notebook.start(
    "%sh trap '' TERM; sleep 1000 & sh -c 'trap \"\" TERM; sleep 1000 & echo $!; sleep 1000' & echo $! $$; wait\nconsole.log('never')",
  );
  await vi.waitFor(() => expect(notebook.textOf(id).match(/\d+/g)?.length).toBe(3));
  const pids = (notebook.textOf(id).match(/\d+/g) ?? []).map(Number);
  expect(pids.every(alive)).toBe(true);
  await notebook.interrupt();
  const ended = await outcome;
  expect(ended.ename).toBe('KeyboardInterrupt');
  expect(ended.stdout).not.toContain('never');
  await vi.waitFor(() => expect(pids.filter(alive)).toEqual([]));
  expect((await notebook.run('1 + 1')).text).toBe('2');
});

test('time of a line, of several, of the rest of a cell; values, declarations and promises stay as they are', async () => {
  const time = /^Time: \d[\d.]* (?:µs|ms|s) \(processors: .*\)\n$/;
  for (const [code, value] of [
    ['%time [1, 2].map((n) => n * 2)', '[ 2, 4 ]'],
    ['%time const timed = await new Promise<number>((resolve) => setTimeout(() => resolve(7), 20));\ntimed + 1', '8'],
    ['%time\nconst other = timed;\nif (other) { other * 2 }', '14'],
    ['%%time\n(await Promise.resolve({\n  a: 1 }))', '{ a: 1 }'],
    ['%time new Promise((resolve) => setTimeout(() => resolve(5), 20)) // no await', '5'],
    ['%time %sh sleep 0.02', undefined],
  ] as const) {
    const ran = await notebook.run(code);
    expect(ran.traceback).toBe('');
    expect(ran.stdout, code).toMatch(time);
    expect(ran.text, code).toBe(value);
  }
  const waited = await notebook.run('%time new Promise((resolve) => setTimeout(resolve, 30))');
  expect(Number(/Time: ([\d.]+) ms/.exec(waited.stdout)?.[1])).toBeGreaterThanOrEqual(29);
  const failed = await notebook.run('let fine = 1\n%time fine.missing.deep');
  expect([failed.ename, failed.traceback.includes('line 2')]).toEqual(['TypeError', true]);
});

test('the environment: set for cells and what they start, read, listed without secrets', async () => {
  expect((await notebook.run('%env MT_COLOUR="dark blue"\n%sh echo $MT_COLOUR\nprocess.env.MT_COLOUR')).stdout).toBe(
    'MT_COLOUR=dark blue\ndark blue\n',
  );
  expect((await notebook.run('%env MT_COLOUR')).stdout).toBe('dark blue\n');
  const set = await notebook.run('%env MT_API_TOKEN=abcdefghijklmnop\n%env MT_URL=http://me:hidden@host/');
  const listed = await notebook.run('%env');
  for (const text of [set.stdout, listed.stdout]) {
    expect(text).toContain('MT_API_TOKEN=abcd…\n');
    expect(text).toContain('MT_URL=http://me:…@host/\n');
  }
  expect((await notebook.run('%env MT_COLOURS')).evalue).toBe(
    'The environment has no variable MT_COLOURS. Did you mean MT_COLOUR? To set it: %env MT_COLOURS=value',
  );
});

test('help, unknown commands, and what TypeScript reads', async () => {
  expect((await notebook.run('%help')).stdout).toMatch(/%npm install[\s\S]*%sh [\s\S]*%time [\s\S]*%env [\s\S]*%help/);
  expect((await notebook.run('%npm?')).stdout).toContain("Installs packages into the notebook's folder");
  const unknown = await notebook.run("console.log('not run')\n%nmp install x");
  expect([unknown.ename, unknown.stdout]).toEqual(['SyntaxError', '']);
  expect(unknown.evalue).toContain('There is no %nmp. Did you mean %npm?');
  expect((await notebook.run('const time = 3;\n10\n%time')).text).toBe('1');
  expect((await notebook.run('const text = `\n%sh ls\n`; text')).text).toBe("'\\n%sh ls\\n'");
  expect((await notebook.run('10\n%sh (1)')).evalue).toContain('end the line before it with a semicolon');
  expect((await notebook.run('!ls -l')).evalue).toContain('write: %sh ls -l');
});

test('completion and hovers', async () => {
  const complete = async (code: string) =>
    (await notebook.ask('complete_request', { code, cursor_pos: code.length })).matches;
  expect(await complete('%n')).toEqual(['npm']);
  expect(await complete('"😀";\n%npm un')).toEqual(['uninstall']);
  expect(await complete('%sh ls ')).toEqual([]);
  expect(await complete('%time process.vers')).toContain('version');
  const about = (await notebook.ask('inspect_request', { code: '%sh ls', cursor_pos: 2 })).data as Record<
    string,
    string
  >;
  expect(about['text/plain']).toContain('Runs a line in the shell');
});

test("npm: into the notebook's folder alone, for the same cell and with types for the next", async () => {
  const before = await notebook.run("import { owned } from '@me/own'; owned");
  expect(before.evalue).toContain('%npm install @me/own');
  const ran = await notebook.run("%npm install file:./own --offline\nimport { owned } from '@me/own';\nowned");
  expect(ran.traceback).toBe('');
  expect(ran.stdout).toContain('added 1 package');
  expect(ran.text).toBe('42');
  expect(readdirSync(outer).sort()).toEqual(['a notebook', 'package.json']);
  expect(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).dependencies).toHaveProperty('@me/own');
  // TypeScript may be loading.
  await vi.waitFor(async () => {
    const code = "import { owned } from '@me/own';\nowned";
    const hover = await notebook.ask('inspect_request', { code, cursor_pos: 35 });
    expect(JSON.stringify(hover.data)).toContain('What is owned.');
  }, 30_000);

  expect((await notebook.run('%npm uninstall @me/own --offline')).stdout).toContain('removed 1 package');
  expect(existsSync(join(folder, 'node_modules/@me/own'))).toBe(false);
});

test('npm: failures in words', async () => {
  const says = async (code: string) => (await notebook.run(code)).evalue;
  expect(await says('%npm install nothing-of-this-name --offline')).toContain('cache');
  expect(await says('%npm install file:./gone --offline')).toContain(join(folder, 'gone'));
  expect(await says('%npm install lodash -g')).toContain("in the notebook's folder alone, without -g");
  expect(await says('%npm instal lodash')).toContain('Did you mean %npm install?');
  expect(await says('%npm')).toContain('%npm install lodash@4');
  expect(await says('%npm install "lodash')).toContain('quotation mark');
  expect(await says('%npm install lodash --registry http://127.0.0.1:9')).toContain('is this machine offline?');
  const path = process.env.PATH;
  expect(await says(`%env PATH=${join(folder, 'own')}\n%npm install lodash`)).toContain('There is no npm in the PATH');
  await notebook.run(`process.env.PATH = ${JSON.stringify(path)};`);
  rmSync(join(folder, 'node_modules'), { recursive: true, force: true });
  symlinkSync(outer, join(folder, 'node_modules'));
  expect(await says('%npm install lodash')).toContain(`is a link to ${outer}`);
});
