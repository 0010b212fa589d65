import { expect, test } from 'vitest';
import { commandLine } from '../../../../support/command-line.ts';

/** Rules that called a run of the defaults an error would be no rules. */
test.each(['single-task', 'shared-bottom', 'omoe', 'mmoe', 'ple'])(
  '%s learns all of census-income with its defaults, and gets no error',
  { timeout: 300_000 },
  async (model) => {
    const { code, stdout } = await commandLine(['train', model, '--data', 'census-income', '--json']);
    expect(code).toBe(0);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const { verdict } = lines.find(({ kept }) => kept !== undefined);
    expect(['good', 'warning'], JSON.stringify(verdict)).toContain(verdict.tone);
  },
);
