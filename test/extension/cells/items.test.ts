import { describe, expect, test } from 'vitest';
import { toItems, toMetadata } from '../../../extension/cells/items.ts';

const bundle = (data: Readonly<Record<string, unknown>>) =>
  toItems({ output_type: 'display_data', data, metadata: {} });

describe('MIME bundles', () => {
  test.each<readonly [mime: string, value: unknown, bytes: string]>([
    ['text/plain', 'a', 'a'],
    ['text/plain', ['a\n', 'b'], 'a\nb'],
    ['image/png', 'iVBORw==', '\x89PNG'],
    ['image/svg+xml', '<svg/>', '<svg/>'],
    ['application/json', { a: 1 }, '{"a":1}'],
    ['application/json', null, 'null'],
    ['application/vnd.plotly.v1+json', { data: [] }, '{"data":[]}'],
    ['application/json', 'text', '"text"'],
    // VS Code saves these as they are given, so they must be what Jupyter writes.
    ['application/pdf', 'AQI=', 'AQI='],
    ['audio/wav', 'AQI=', 'AQI='],
  ])('%s from %j', (mime, value, bytes) => {
    const [item] = bundle({ [mime]: value });
    expect([item.mime, Buffer.from(item.data).toString('latin1')]).toEqual([mime, bytes]);
  });

  test('ours come first, whatever the order on the wire', () => {
    const ours = 'application/vnd.multitask-notebook.training.v1+json';
    const items = bundle({ 'text/plain': '', 'application/vnd.plotly.v1+json': {}, [ours]: {} });
    expect(items.map(({ mime }) => mime)).toEqual([ours, 'text/plain', 'application/vnd.plotly.v1+json']);
  });
});

test('a result carries its number and its metadata into the file', () => {
  const result = { output_type: 'execute_result', data: {}, metadata: { isolated: true }, execution_count: 7 } as const;
  expect(toMetadata(result)).toEqual({ outputType: 'execute_result', executionCount: 7, metadata: { isolated: true } });
});

test('an error is shown with its stack and saved as it came', () => {
  const error = { output_type: 'error', ename: 'TypeError', evalue: 'no', traceback: ['a', 'b'] } as const;
  const [item] = toItems({ ...error, traceback: [...error.traceback] });
  expect(JSON.parse(Buffer.from(item.data).toString())).toEqual({ name: 'TypeError', message: 'no', stack: 'a\nb' });
  expect(toMetadata({ ...error, traceback: [...error.traceback] }).originalError).toEqual({
    ename: 'TypeError',
    evalue: 'no',
    traceback: ['a', 'b'],
  });
});
