import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { UsageError } from '../../../kernel/commands/command-line/index.ts';
import { run } from '../../../kernel/commands/data.ts';

let folder = '';
let printed = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'data-command-'));
  vi.stubEnv('XDG_CACHE_HOME', folder);
  vi.stubEnv('MULTITASK_DATA', undefined);
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += text;
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  rmSync(folder, { recursive: true });
});

test('--list says what there is and what is here', async () => {
  expect(await run(['--list'])).toBe(0);
  expect(printed).toMatch(/^census-income .*\n +not here yet\nali-ccp .*\ncorrelated-tasks .*\nclick-funnel /);
});

test('a generated dataset needs nothing', async () => {
  expect(await run(['click-funnel'])).toBe(0);
  expect(printed).toMatch(/nothing to get for click-funnel/);
});

describe('what is wrong is said', () => {
  const check = (name: string, args: readonly string[], message: RegExp) =>
    test(name, () => expect(run(args)).rejects.toThrow(message));
  check('no name', [], /NAME is missing/);
  check('an unknown name', ['adult'], /no dataset adult\. There are census-income, ali-ccp/);
  check(
    'an empty folder',
    ['census-income', '--from', '/nowhere'],
    /\/nowhere has no census-income\.data, plain or as/,
  );

  test('the exit code tells usage from failure', async () => {
    await expect(run(['adult'])).rejects.toBeInstanceOf(UsageError);
    await expect(run(['census-income', '--from', '/nowhere'])).rejects.not.toBeInstanceOf(UsageError);
  });

  test('a download that fails: what failed, and what to do', async () => {
    vi.stubGlobal('fetch', () =>
      Promise.reject(new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND') })),
    );
    const failing = run(['census-income']);
    await expect(failing).rejects.toThrow(/archive\.ics\.uci\.edu cannot be reached: getaddrinfo ENOTFOUND/);
    await expect(failing).rejects.toThrow(/Get https:\S+data\.gz and https:\S+test\.gz.*--from FOLDER/s);
  });

  test('another file under the right name is not kept', async () => {
    writeFileSync(join(folder, 'train.csv'), '1,2,3\n');
    await expect(run(['census-income', '--from', folder])).rejects.toThrow(/not the file expected.*SHA-256/);
    expect(readdirSync(join(folder, 'multitask-notebook', 'census-income'))).toEqual([]);
  });
});
