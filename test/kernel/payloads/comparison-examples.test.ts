import { describe, expect, it } from 'vitest';
import { parseComparisonPayload } from '../../../kernel/payloads/comparison.ts';
import { parseSearchPayload } from '../../../kernel/payloads/search.ts';
import { comparisonExamples } from '../../support/comparison-payloads.ts';
import { searchExamples } from '../../support/search-payloads.ts';

describe('examples/comparison-*.json', () => {
  it.each(Object.entries(comparisonExamples))('%s can be drawn', async (name, payload) => {
    const json = JSON.stringify(payload);
    expect(parseComparisonPayload(JSON.parse(json))).toEqual({ ok: true, value: payload });
    await expect(`${json}\n`).toMatchFileSnapshot(`../../../kernel/payloads/examples/comparison-${name}.json`);
  });
});

describe('examples/search-*.json', () => {
  it.each(Object.entries(searchExamples))('%s can be drawn', async (name, payload) => {
    const json = JSON.stringify(payload);
    expect(parseSearchPayload(JSON.parse(json))).toEqual({ ok: true, value: payload });
    await expect(`${json}\n`).toMatchFileSnapshot(`../../../kernel/payloads/examples/search-${name}.json`);
  });
});
