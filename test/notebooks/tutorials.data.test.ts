import { describe, expect, it } from 'vitest';
import { runNotebook } from '../support/run-notebook.ts';
import { censusTutorials, checkTutorial } from '../support/tutorials.ts';

describe('a tutorial that can use the census does so where it is', () => {
  it('there are some', () => expect(censusTutorials).toEqual(['read-the-gates', 'your-own-model']));

  it.each(censusTutorials)('%s', { timeout: 240_000 }, async (name) => {
    const run = await runNotebook(`notebooks/${name}.ipynb`);
    expect(run.exitCode, run.terminal).toBe(0);
    checkTutorial(name, run.outputs, 'census');
  });
});
