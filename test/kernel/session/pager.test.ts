import { describe, expect, it } from 'vitest';
import { pageFor } from '../../../kernel/session/pager.ts';

const inspect = async ({ code }: { code?: unknown }) =>
  code === 'nothing' ? { found: false, data: {} } : { found: true, data: { 'text/plain': `about ${code}` } };

describe('a cell that ends in a question mark', () => {
  it.each([
    ['Math.max?', 'Math.max'],
    ['  models.mmoe ? ;\n', 'models.mmoe'],
    ['$x?', '$x'],
    ['models.mmoe??', 'models.mmoe'],
  ])('%j has a page about %s', async (code, name) => {
    expect(await pageFor(code, inspect)).toEqual({ source: 'page', data: { 'text/plain': `about ${name}` }, start: 0 });
  });

  it('waits while TypeScript is being loaded', async () => {
    const patiences: unknown[] = [];
    await pageFor('x?', async (_, patience) => {
      patiences.push(patience);
      return { found: true, data: {} };
    });
    expect(patiences).toEqual([20_000]);
  });

  it.each(['a ? b : c', '?', 'f()?', 'a?.b', 'nothing?', 'a???', 'a ?? b', 'a\nb?'])('%j has none', async (code) => {
    expect(await pageFor(code, inspect)).toBeUndefined();
  });
});
