import { describe, expect, it } from 'vitest';
import { contrast } from '../../../../kernel/payloads/colour.ts';
import type { GatesLevel } from '../../../../kernel/payloads/gates.ts';
import { expertHeads, fittedName, orderedExperts } from '../../../../kernel/payloads/reading/gates/expert-heads.ts';
import { cellInks, cellTint, gateMark, mapDensity } from '../../../../kernel/payloads/reading/gates/look.ts';
import {
  closestExperts,
  contributionNote,
  histogramNote,
  leadingExperts,
  reportFacts,
} from '../../../../kernel/payloads/reading/gates/words.ts';
import { light } from '../../../../kernel/pictures/light.ts';
import { gatesPayload } from '../../../../kernel/user-process/reports/gates-payload.ts';
import { gateExamples, oddReports } from '../../../support/gate-examples.ts';

const healthy = gatesPayload(gateExamples.healthy);
const [level] = healthy.levels;
const named = (...labels: string[]): GatesLevel => ({
  ...level,
  experts: labels.map((label) => ({ name: label, label, units: 1 })),
});

describe('heads over the columns', () => {
  it.each<readonly [readonly string[], readonly string[], readonly string[]]>([
    [['E0', 'E1'], [], ['E0', 'E1']],
    [
      ['a 0', 'a 1', 'b 0'],
      ['a 0–1', 'b 2–2'],
      ['0', '1', '0'],
    ],
    [['a 0', 'b 0'], [], ['a 0', 'b 0']],
    [['a 0', 'b 0', 'a 1'], [], ['a 0', 'b 0', 'a 1']],
    [['a 0', 'a 1', 'bottom'], [], ['a 0', 'a 1', 'bottom']],
  ])('%j', (labels, groups, names) => {
    const heads = expertHeads(named(...labels));
    expect(heads.groups.map(({ text, from, to }) => `${text} ${from}–${to}`)).toEqual(groups);
    expect(heads.names).toEqual(names);
  });
  it('E10 loses its letter before a digit', () => {
    expect([fittedName('E10', () => true), fittedName('E10', () => false), fittedName('bottom', () => false)]).toEqual([
      'E10',
      '10',
      'bottom',
    ]);
  });
  it('the most used first', () => expect(orderedExperts(level, 'weight')).toEqual([0, 1, 2, 4, 6, 7, 3, 5]));
});

describe('words', () => {
  const gate = (mean: number[], contribution: number[]) => ({ ...level.gates[0], mean, contribution });
  it.each<readonly [string, number[], number[], string]>([
    ['within a tenth nothing is said', [0.5, 0.5], [0.54, 0.46], ''],
    [
      'one louder',
      [0.8, 0.2],
      [0.7, 0.3],
      'E1 counts for more than its weight (1.5\u00a0×). E0 counts for less than its weight (0.9\u00a0×).',
    ],
    ['small weights say nothing', [0.91, 0.09], [0.95, 0.05], ''],
    [
      'two louder',
      [0.2, 0.2, 0.6],
      [0.25, 0.3, 0.45],
      'E0 and E1 count for more than their weight (1.3\u00a0× and 1.5\u00a0×). E2 counts for less than its weight (0.8\u00a0×).',
    ],
  ])('contribution: %s', (_, mean, contribution, words) => {
    expect(contributionNote(named('E0', 'E1', 'E2'), gate(mean, contribution))).toBe(words);
  });
  it.each<readonly [number[], readonly string[]]>([
    [[0.7, 0.2, 0.1], ['E0']],
    [
      [0.3, 0.6, 0.1],
      ['E1', 'E0'],
    ],
  ])('leading experts of %j', (means, leading) =>
    expect(leadingExperts(named('E0', 'E1', 'E2'), means)).toEqual(leading),
  );
  it('the most alike of the used experts', () => {
    expect(closestExperts(level)).toEqual({ labels: ['E1', 'E2'], cka: 0.87 });
    expect(closestExperts(gatesPayload(gateExamples.collapsed).levels[0])).toBeUndefined();
  });
  it('saturated gates are told apart', () => {
    expect(histogramNote(level)).toContain('it blends');
    expect(histogramNote(gatesPayload(gateExamples.collapsed).levels[0])).toContain('saturated');
  });
  it.each([
    [healthy, '8 experts · softmax gates · census-income validation, 49,881 rows · epoch 3'],
    [{ ...healthy, rows: 100, data: undefined, epoch: undefined }, '8 experts · softmax gates · 100 of 49,881 rows'],
    [gatesPayload(oddReports['one task']), '8 experts · one softmax gate · 49,881 rows · epoch 2'],
    [gatesPayload(oddReports.levels), '2 levels · 8 + 8 experts · softmax gates · 49,881 rows · epoch 3'],
  ])('facts %#', (payload, facts) => expect(reportFacts(payload).join(' · ')).toBe(facts));
});

describe('looks', () => {
  it('text on any tint has 4.5:1', () => {
    for (const hue of Object.values(light.hues)) {
      for (let weight = 0; weight <= 1; weight += 0.05) {
        const tint = cellTint(weight, hue, light);
        const { ink, second } = cellInks(tint, light);
        expect(contrast(tint, ink)).toBeGreaterThanOrEqual(4.5);
        expect(contrast(tint, second)).toBeGreaterThanOrEqual(4.5);
      }
    }
  });
  it('a shared gate has no hue of a task', () => {
    const [{ gates }] = gatesPayload(oddReports.levels).levels;
    expect(gates.map((gate) => gateMark(gate).hue)).toEqual(['blue', 'orange', undefined]);
  });
  it.each<readonly [number, number, number, string]>([
    [8, 2, 450, 'full'],
    [9, 2, 450, 'track'],
    [16, 2, 450, 'value'],
    [8, 5, 450, 'value'],
    [25, 1, 2000, 'bars'],
  ])('%i experts and %i gates in %i px: %s', (experts, gates, width, density) => {
    const shape = {
      ...level,
      experts: new Array(experts).fill(level.experts[0]),
      gates: new Array(gates).fill(level.gates[0]),
    };
    expect(mapDensity(shape, width)).toBe(density);
  });
});
