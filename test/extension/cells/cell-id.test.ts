import { expect, test } from 'vitest';
import { cellId } from '../../../extension/cells/cell-id.ts';

const cell = (metadata: object, fragment: string) =>
  ({ metadata, document: { uri: { fragment, toString: () => 'untitled:x' } } }) as Parameters<typeof cellId>[0];

test.each([
  ['the id that the notebook saves', cell({ id: 'data' }, 'W1'), 'data'],
  ['else its place in the window', cell({}, 'W1'), 'W1'],
  ['an id that is none', cell({ id: 7 }, 'W1'), 'W1'],
  ['no place either', cell({ id: '' }, ''), 'untitled:x'],
])('%s', (_, each, expected) => expect(cellId(each)).toBe(expected));
