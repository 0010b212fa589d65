import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { UsageError } from '../../../kernel/commands/command-line/index.ts';
import { run } from '../../../kernel/commands/data.ts';
import { emptyCache } from '../../support/data-command.ts';

const cache = emptyCache();

test('--list says what there is and what is here', async () => {
  expect(await run(['--list'])).toBe(0);
  expect(cache.printed).toMatch(
    /^census-income .*\n +not here yet\nali-ccp .*\ncorrelated-tasks .*\nclick-funnel .*\ndomains .*\nsequences /,
  );
});

test('a generated dataset needs nothing', async () => {
  expect(await run(['click-funnel'])).toBe(0);
  expect(cache.printed).toMatch(/nothing to get for click-funnel/);
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
    writeFileSync(join(cache.folder, 'train.csv'), '1,2,3\n');
    await expect(run(['census-income', '--from', cache.folder])).rejects.toThrow(/not the file expected.*SHA-256/);
    expect(readdirSync(join(cache.folder, 'multitask-notebook', 'census-income'))).toEqual([]);
  });
});
