import { describe, expect, it } from 'vitest';
import { runNotebook } from '../support/run-notebook.ts';
import { checkTutorial, tutorials, withoutData } from '../support/tutorials.ts';

describe('a tutorial runs without any data and shows what it is about', () => {
  it.each(tutorials)('%s', { timeout: 240_000 }, async (name) => {
    const run = await runNotebook(`notebooks/${name}.ipynb`, withoutData);
    expect(run.exitCode, run.terminal).toBe(0);
    checkTutorial(name, run.outputs, 'made here');
  });
});
