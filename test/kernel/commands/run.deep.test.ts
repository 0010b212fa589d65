import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { commandLine } from '../../support/command-line.ts';
import { alive, descendants } from '../../support/processes.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'multitask-run-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

type Source = string | { readonly source: string; readonly tags: readonly string[] };

function notebook(...cells: readonly Source[]): string {
  const file = join(folder, 'notebooks', 'test.ipynb');
  mkdirSync(join(folder, 'notebooks'), { recursive: true });
  const json = cells.map((cell) => {
    const { source, tags } = typeof cell === 'string' ? { source: cell, tags: [] } : cell;
    return { cell_type: 'code', source, metadata: { tags }, outputs: [], execution_count: null };
  });
  const text = { cell_type: 'markdown', source: '# Title', metadata: {} };
  writeFileSync(file, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [text, ...json] }));
  return file;
}

type Executed = {
  readonly metadata: Record<string, unknown>;
  readonly cells: readonly {
    readonly source: readonly string[];
    readonly execution_count: number;
    readonly outputs: readonly Record<string, unknown>[];
  }[];
};
const read = (file: string): Executed => JSON.parse(readFileSync(file, 'utf8'));

describe('run', () => {
  it('shows prints, results and seconds, and writes nothing without --output', async () => {
    const file = notebook('const x: number = 6;\nconsole.log("printed");', '', '({ answer: x * 7 })');
    const before = readFileSync(file, 'utf8');
    const { code, stdout, stderr } = await commandLine(['run', file]);
    expect(stdout).toBe('printed\n{ answer: 42 }\n');
    expect(stderr).toMatch(
      /^\[1\/2\] const x: number = 6;\n\[1\/2\] \d+\.\d s\n\[2\/2\] .*\n\[2\/2\] \d+\.\d s\n2 cells in \d+\.\d s\n$/,
    );
    expect(code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('writes the executed notebook into a new folder', async () => {
    const file = notebook(
      'console.log(1);\nconsole.log(2);',
      "display({ 'text/plain': 'first' }, { display_id: 'x' });",
      "display({ 'text/plain': 'last' }, { display_id: 'x', update: true });",
      '6 * 7',
    );
    const output = join(folder, 'out', 'executed.ipynb');
    const { code, stderr } = await commandLine(['run', file, '--output', output]);
    expect(code).toBe(0);
    expect(stderr).toContain(`Executed notebook: ${output}`);
    const { cells, metadata } = read(output);
    expect(cells.map(({ execution_count }) => execution_count)).toEqual([undefined, 1, 2, 3, 4]);
    expect(cells.slice(1).map(({ outputs }) => outputs)).toEqual([
      [{ output_type: 'stream', name: 'stdout', text: ['1\n', '2\n'] }],
      [{ output_type: 'display_data', data: { 'text/plain': ['last'] }, metadata: {} }],
      [],
      [{ output_type: 'execute_result', data: { 'text/plain': ['42'] }, metadata: {}, execution_count: 4 }],
    ]);
    expect(metadata).toMatchObject({
      kernelspec: { name: 'multitask-typescript' },
      language_info: { name: 'typescript', file_extension: '.ts' },
    });
  });

  it('shows what a cell asks about with a question mark', async () => {
    const output = join(folder, 'out.ipynb');
    const { stdout } = await commandLine(['run', notebook('Math.max?'), '--output', output]);
    expect(stdout).toContain('max');
    expect(read(output).cells[1].outputs).toMatchObject([{ output_type: 'display_data' }]);
  });

  it('stops at an error with exit code 1, shows the traceback, and writes what was done', async () => {
    const file = notebook('const a = 1;', 'const b = 2;\nthrow new RangeError("too far");', 'console.log("never")');
    const output = join(folder, 'out.ipynb');
    const { code, stdout, stderr } = await commandLine(['run', file, '--output', output]);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('Cell 2 of 3 failed:\n');
    expect(stderr).toContain('RangeError: too far');
    const { cells } = read(output);
    expect(cells[2].outputs).toMatchObject([{ output_type: 'error', ename: 'RangeError', evalue: 'too far' }]);
    expect(cells[3].outputs).toEqual([]);
  });

  it('goes on behind a cell tagged raises-exception, and leaves out skip-execution', async () => {
    const { code, stdout } = await commandLine([
      'run',
      notebook(
        { source: 'throw new Error("expected")', tags: ['raises-exception'] },
        { source: 'console.log("skipped")', tags: ['skip-execution'] },
        'console.log("reached")',
      ),
    ]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'reached\n' });
  });

  it('sets parameters behind the tagged cell', async () => {
    const file = notebook({ source: 'const epochs: number = 3, name = "x";', tags: ['parameters'] }, '[epochs, name]');
    const output = join(folder, 'out.ipynb');
    const { code, stdout } = await commandLine([
      'run',
      file,
      '--param',
      'epochs=1',
      '--param',
      'name=mmoe',
      '--output',
      output,
    ]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "[ 1, 'mmoe' ]\n" });
    expect(read(output).cells[2].source.join('')).toBe('// Parameters\nlet epochs = 1;\nlet name = "mmoe";');
  });

  it('runs in the folder of the notebook', async () => {
    const file = notebook('process.cwd()');
    const { stdout } = await commandLine(['run', file], { cwd: tmpdir() });
    expect(stdout).toContain(join(folder, 'notebooks'));
  });

  it('interrupts a cell after --timeout, and says so', async () => {
    const output = join(folder, 'out.ipynb');
    const file = notebook('let keep = 1;', 'console.log("spinning"); while (true) {}');
    const { code, stdout, stderr } = await commandLine(['run', file, '--timeout', '2', '--output', output]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: 'spinning\n' });
    expect(stderr).toContain('Timeout: the cell took longer than 2 s (--timeout)');
    expect(read(output).cells[2].outputs.at(-1)).toMatchObject({ output_type: 'error', ename: 'KeyboardInterrupt' });
  });

  it('reports a kernel that was killed, and writes the notebook', async () => {
    const output = join(folder, 'out.ipynb');
    const file = notebook('console.log("before"); process.kill(process.ppid, "SIGKILL"); await new Promise(() => {});');
    const { code, stderr } = await commandLine(['run', file, '--output', output]);
    expect(code).toBe(1);
    expect(stderr).toContain('The kernel ended (signal SIGKILL)');
    expect(read(output).cells[1].outputs.at(-1)).toMatchObject({ output_type: 'error', ename: 'KernelEnded' });
  });

  it.skipIf(process.platform === 'win32')(
    'Ctrl+C interrupts the cell, writes the notebook and leaves nothing',
    async () => {
      const output = join(folder, 'out.ipynb');
      let pids: number[] = [];
      const file = notebook('console.log("spinning"); while (true) {}', 'console.log("never")');
      const { code, stdout } = await commandLine(['run', file, '--output', output], {
        onText: (text, pid) => {
          if (pids.length > 0 || !text.includes('spinning\n')) return;
          pids = descendants(pid);
          process.kill(pid, 'SIGINT');
        },
      });
      expect({ code, stdout }).toEqual({ code: 130, stdout: 'spinning\n' });
      expect(read(output).cells[1].outputs.at(-1)).toMatchObject({ ename: 'KeyboardInterrupt' });
      expect(alive(pids)).toEqual([]);
    },
  );

  it.skipIf(process.platform === 'win32')('Ctrl+C inside a cell that may fail ends the run', async () => {
    const output = join(folder, 'out.ipynb');
    const file = notebook(
      { source: 'console.log("spinning"); while (true) {}', tags: ['raises-exception'] },
      'console.log("never")',
    );
    let interrupted = false;
    const { code, stdout, stderr } = await commandLine(['run', file, '--output', output], {
      onText: (text, pid) => {
        if (interrupted || !text.includes('spinning\n')) return;
        interrupted = true;
        process.kill(pid, 'SIGINT');
      },
    });
    expect({ code, stdout }).toEqual({ code: 130, stdout: 'spinning\n' });
    expect(stderr).toContain('Interrupted: 1 cell did not run.');
    expect(read(output).cells[2].outputs).toEqual([]);
  });

  it.skipIf(process.platform !== 'linux')('Ctrl+C that a cell outlives, or between cells, ends the run', async () => {
    const output = join(folder, 'out.ipynb');
    // The cell itself presses Ctrl+C, as its last deed: it may have ended before the interrupt arrives.
    const press =
      'process.kill(Number(require("node:fs").readFileSync("/proc/" + process.ppid + "/stat", "utf8").split(" ")[3]), "SIGINT");';
    const file = notebook(
      `${press} console.log("pressed")`,
      'console.log("second"); await new Promise((next) => setTimeout(next, 60_000))',
      'console.log("never")',
    );
    const { code, stdout } = await commandLine(['run', file, '--output', output]);
    expect(code).toBe(130);
    expect(stdout).not.toContain('never');
  });

  it('cells with the same id have their own outputs', async () => {
    const output = join(folder, 'out.ipynb');
    const file = join(folder, 'same.ipynb');
    const cell = (source: string) => ({
      cell_type: 'code',
      id: 'same',
      source,
      metadata: {},
      outputs: [],
      execution_count: null,
    });
    const json = JSON.stringify({
      nbformat: 4,
      nbformat_minor: 5,
      metadata: {},
      cells: [cell('console.log(1)'), cell('console.log(2)')],
    });
    writeFileSync(file, `\ufeff${json}`);
    expect((await commandLine(['run', file, '--output', output])).code).toBe(0);
    const cells = read(output).cells as readonly (Executed['cells'][number] & { readonly id: string })[];
    expect(cells.map(({ outputs }) => outputs)).toEqual([
      [{ output_type: 'stream', name: 'stdout', text: ['1\n'] }],
      [{ output_type: 'stream', name: 'stdout', text: ['2\n'] }],
    ]);
    expect(cells[0].id).toBe('same');
    expect(cells[1].id).not.toBe('same');
  });

  it.skipIf(process.platform === 'win32')('killed itself leaves no kernel behind', async () => {
    let pids: number[] = [];
    await commandLine(['run', notebook('console.log("spinning"); while (true) {}')], {
      onText: (text, pid) => {
        if (pids.length > 0 || !text.includes('spinning\n')) return;
        pids = descendants(pid);
        process.kill(pid, 'SIGKILL');
      },
    });
    expect(pids.length).toBeGreaterThan(0);
    await expect.poll(() => alive(pids), { timeout: 10_000, interval: 50 }).toEqual([]);
  });

  it.each([
    ['absent.ipynb', 'There is no notebook'],
    ['folder', 'folder'],
  ])('%s is refused by name', async (name, message) => {
    mkdirSync(join(folder, 'folder'));
    const { code, stderr } = await commandLine(['run', join(folder, name)]);
    expect(code).toBe(1);
    expect(stderr).toContain(message);
  });

  it('an output that cannot be written is named', async () => {
    const file = notebook('1');
    const output = join(file, 'out.ipynb');
    const { code, stderr } = await commandLine(['run', file, '--output', output]);
    expect(code).toBe(1);
    expect(stderr).toContain(`The notebook cannot be written to ${output}`);
    expect(existsSync(output)).toBe(false);
  });
});
