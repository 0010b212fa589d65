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
    let asked = 0;
    const slow = async () => ({ found: ++asked === 3, data: { 'text/plain': 'late' } });
    expect(await pageFor('x?', slow)).toMatchObject({ data: { 'text/plain': 'late' } });
  });

  it.each(['a ? b : c', '?', 'f()?', 'a?.b', 'nothing?', 'a???', 'a ?? b', 'a\nb?'])('%j has none', async (code) => {
    expect(await pageFor(code, inspect)).toBeUndefined();
  });
});
