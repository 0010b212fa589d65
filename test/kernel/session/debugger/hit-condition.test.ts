import { expect, it } from 'vitest';
import { holdsAt, parseHitCondition } from '../../../../kernel/session/debugger/hit-condition.ts';

it.each([
  ['3', [3]],
  ['= 3', [3]],
  ['== 3', [3]],
  ['>= 4', [4, 5, 6]],
  ['> 4', [5, 6]],
  ['<= 2', [1, 2]],
  ['< 2', [1]],
  ['% 2', [2, 4, 6]],
])('%j holds at %j of six hits', (text, hits) => {
  const condition = parseHitCondition(text);
  expect([1, 2, 3, 4, 5, 6].filter((hit) => holdsAt(condition, hit))).toEqual(hits);
});

it.each(['often', '', '3.5', '-1', '% 0', '>= x'])('%j cannot be read', (text) => {
  expect(() => parseHitCondition(text)).toThrow(/cannot be read/);
});
