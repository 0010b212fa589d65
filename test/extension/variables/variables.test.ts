import { describe, expect, it } from 'vitest';
import { iconOf, describe as inOneLine, readText, readVariables } from '../../../extension/variables/read.ts';

const variable = { name: 't', type: 'Tensor', shape: '[2, 2]', value: '1, 2, 3, 4', reference: 4 };

describe('what the kernel answers', () => {
  it('becomes rows', () => {
    const { reference, ...rest } = variable;
    const body = {
      variables: [
        { ...rest, variablesReference: reference },
        { name: 'n', value: '5', type: 'number' },
      ],
    };
    expect(readVariables({ success: true, body })).toEqual([
      variable,
      { name: 'n', type: 'number', shape: '', value: '5', reference: 0 },
    ]);
  });

  it.each([
    {},
    { success: false, body: { variables: [] } },
    { success: true, body: null },
    { success: true, body: { variables: 3 } },
  ])('is nothing when it is %j', (reply) => {
    expect(readVariables(reply)).toEqual([]);
    expect(readText(reply)).toBeUndefined();
  });

  it('has text for the hover', () => {
    expect(readText({ success: true, body: { data: { 'text/plain': 'MMoE' } } })).toBe('MMoE');
  });
});

it.each([
  [variable, 'Tensor [2, 2]  1, 2, 3, 4', 'symbol-numeric'],
  [{ ...variable, type: 'number', shape: '', value: '5' }, 'number  5', 'symbol-number'],
  [{ ...variable, type: 'string', shape: '', value: "'hello'" }, "'hello'", 'symbol-string'],
  [{ ...variable, type: 'Map(1)', shape: '', value: 'Map(1) { 1 => 2 }' }, 'Map(1) { 1 => 2 }', 'symbol-array'],
  [
    { ...variable, type: 'Object', shape: '10 + 2 rows × 3 columns', value: '{ a }' },
    '10 + 2 rows × 3 columns  { a }',
    'table',
  ],
  [
    { ...variable, type: 'Model', shape: '72,290 parameters', value: 'MMoE' },
    'Model 72,290 parameters  MMoE',
    'circuit-board',
  ],
])('%j', (given, line, icon) => {
  expect(inOneLine(given)).toBe(line);
  expect(iconOf(given)).toBe(icon);
});
