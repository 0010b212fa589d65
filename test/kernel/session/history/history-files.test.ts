import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createHistoryFiles } from '../../../../kernel/session/history/history-files.ts';
import { historyFolder } from '../../../../kernel/session/history/history-folder.ts';
import { createHistory, type History } from '../../../../kernel/session/history/index.ts';

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'history-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'of cells');
}

const ask = async (history: History, content: object) =>
  ((await history.answer({ output: false, raw: true, ...content })).history as [number, number, string][]).map(
    ([session, line, source]) => `${session}.${line} ${source}`,
  );

function sessionIn(folder: string, limits?: Parameters<typeof createHistoryFiles>[0]['limits']) {
  const said: string[] = [];
  const files = createHistoryFiles({ folder, log: (line) => said.push(line), ...(limits ? { limits } : {}) });
  return Object.assign(createHistory(files), { said });
}

describe('history over sessions', () => {
  it('is written soon, also where nobody asks for it', async () => {
    const folder = newFolder();
    const first = sessionIn(folder);
    first.add(1, 'one');
    first.add(2, 'two');
    await vi.waitFor(async () => {
      const found = await ask(sessionIn(folder), { hist_access_type: 'tail' });
      expect(found).toEqual(['1.1 one', '1.2 two']);
    }, 30_000);
  });

  it('is asked for by session, by its end, and by pattern, as IPython does', async () => {
    const folder = newFolder();
    const first = sessionIn(folder);
    for (const [i, source] of ['const é = 1', 'plot([1])', 'plot([1])'].entries()) first.add(i + 1, source);
    first.addOutput(1, '1');
    await first.settled();
    const second = sessionIn(folder);
    expect(await ask(second, { hist_access_type: 'tail', n: 2 })).toEqual(['1.2 plot([1])', '1.3 plot([1])']);
    expect(await ask(second, { hist_access_type: 'range', session: 0, start: 1 })).toEqual([]);
    second.add(1, 'a\nb');
    second.add(2, 'plot([2])');
    expect(await ask(second, { hist_access_type: 'tail', n: 3 })).toEqual([
      '1.3 plot([1])',
      '2.1 a\nb',
      '2.2 plot([2])',
    ]);
    expect(await ask(second, { hist_access_type: 'range', session: 0, start: 2 })).toEqual(['2.2 plot([2])']);
    expect(await ask(second, { hist_access_type: 'range', session: 2, start: 1, stop: 2 })).toEqual(['2.1 a\nb']);
    expect(await ask(second, { hist_access_type: 'range', session: -1, start: 1, stop: 3 })).toEqual([
      '1.1 const é = 1',
      '1.2 plot([1])',
    ]);
    expect(await ask(second, { hist_access_type: 'range', session: -2 })).toEqual([]);
    expect(await ask(second, { hist_access_type: 'search', pattern: 'plot(*', unique: true })).toEqual([
      '1.3 plot([1])',
      '2.2 plot([2])',
    ]);
    expect(await ask(second, { hist_access_type: 'search', pattern: 'p?ot*', n: 1 })).toEqual(['2.2 plot([2])']);
    expect(await ask(second, { hist_access_type: 'search', pattern: '[a]*' })).toEqual([]);
    // What cells showed is kept of this session alone.
    expect(
      (await second.answer({ hist_access_type: 'range', session: -1, start: 1, stop: 2, output: true })).history,
    ).toEqual([[1, 1, ['const é = 1', null]]]);
  });

  it('many kernels at once have a number each, and only their owner reads their files', async () => {
    const folder = newFolder();
    const kernels = Array.from({ length: 8 }, () => sessionIn(folder));
    for (const [i, kernel] of kernels.entries())
      for (let line = 1; line <= 20; line++) kernel.add(line, `k${i} l${line}`);
    await Promise.all(kernels.map((kernel) => kernel.settled()));
    expect(readdirSync(folder).sort()).toEqual(Array.from({ length: 8 }, (_, i) => `00000${i + 1}.jsonl`));
    for (const [i, kernel] of kernels.entries()) {
      const own = await ask(kernel, { hist_access_type: 'range', session: 0 });
      expect([own.length, own.every((each) => each.includes(`k${i} `))]).toEqual([20, true]);
      expect(await ask(kernel, { hist_access_type: 'tail' })).toHaveLength(160);
    }
    if (process.platform !== 'win32') {
      const modes = [folder, ...readdirSync(folder).map((name) => join(folder, name))].map(
        (path) => statSync(path).mode & 0o777,
      );
      expect([modes[0], ...new Set(modes.slice(1))]).toEqual([0o700, 0o600]);
    }
  });

  it('is bounded: sessions, bytes, and one session that never ends', async () => {
    const folder = newFolder();
    const limits = { all: 2_000, session: 1_000, cell: 300, sessions: 4 };
    for (let i = 0; i < 8; i++) {
      const session = sessionIn(folder, limits);
      for (let line = 1; line <= 40; line++) session.add(line, `${i} ${'x'.repeat(50)}`);
      session.add(41, 'y'.repeat(400));
      await session.settled();
    }
    const files = readdirSync(folder);
    const sizes = files.map((name) => statSync(join(folder, name)).size);
    expect(files.length).toBeLessThanOrEqual(4);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1_000);
    expect(files).toContain('000008.jsonl');
    const last = await ask(sessionIn(folder, limits), { hist_access_type: 'tail', n: 1 });
    expect(last[0]).toMatch(/^8\.40 7 x+$/);
  });

  it('a torn file costs its last line, and a folder that cannot be written is said once', async () => {
    const folder = newFolder();
    mkdirSync(folder);
    writeFileSync(join(folder, '000007.jsonl'), '[1,"fine"]\nno json\n[2]\n[3,"cut');
    appendFileSync(join(folder, 'notes.txt'), 'not ours');
    const history = sessionIn(folder);
    expect(await ask(history, { hist_access_type: 'tail' })).toEqual(['7.1 fine']);
    history.add(1, 'next');
    expect(await ask(history, { hist_access_type: 'tail' })).toEqual(['7.1 fine', '8.1 next']);

    const file = join(folder, 'file');
    writeFileSync(file, '');
    const nowhere = sessionIn(join(file, 'folder'));
    nowhere.add(1, 'a');
    nowhere.add(2, 'b');
    expect(await ask(nowhere, { hist_access_type: 'tail' })).toEqual(['1.1 a', '1.2 b']);
    expect(nowhere.said).toHaveLength(1);
    expect(nowhere.said[0]).toContain('The history of cells is not kept in');
  });

  it('no line that sets a secret is for the files', async () => {
    const folder = newFolder();
    const history = sessionIn(folder);
    history.add(1, '%env OPENAI_API_KEY=abc');
    history.add(2, '1 + 1');
    expect(await ask(history, { hist_access_type: 'tail' })).toEqual(['1.1 %env OPENAI_API_KEY=abc', '1.2 1 + 1']);
    expect(await ask(sessionIn(folder), { hist_access_type: 'tail' })).toEqual(['1.2 1 + 1']);
  });
});

it.each([
  [{ MULTITASK_HISTORY: 'off' }, 'linux', undefined],
  [{ MULTITASK_HISTORY: '0' }, 'linux', undefined],
  [{ MULTITASK_HISTORY: '/mine' }, 'linux', '/mine'],
  [{ XDG_STATE_HOME: '/state' }, 'linux', '/state/multitask-notebook/history'],
  [{ MULTITASK_HISTORY: 'on', XDG_STATE_HOME: '/state' }, 'darwin', '/state/multitask-notebook/history'],
] as const)('%j on %s: %s', (environment, platform, folder) => {
  expect(historyFolder(environment, platform)).toBe(folder);
});
