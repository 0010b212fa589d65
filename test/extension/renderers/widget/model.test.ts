import { expect, it } from 'vitest';
import { createModel } from '../../../../extension/renderers/widget/model.ts';

/** A model, and what it said to the kernel. */
function modelWith(state: Readonly<Record<string, unknown>>) {
  const said: unknown[] = [];
  const model = createModel(state, {
    update: (changed) => said.push(changed),
    custom: (content, buffers) => said.push([content, ...buffers.map((each) => [...each])]),
  });
  return { model, said };
}

it('one update is on its way at a time, and what changes meanwhile goes with the next', () => {
  const { model, said } = modelWith({ value: 0, label: 'a' });
  model.set('value', 1);
  expect(said).toEqual([]);
  model.save_changes();
  model.set('value', 2);
  model.save_changes();
  model.set({ value: 3, label: 'b' });
  model.save_changes();
  expect(said).toEqual([{ value: 1 }]);
  model.heard();
  expect(said).toEqual([{ value: 1 }, { value: 3, label: 'b' }]);
  model.heard();
  model.save_changes();
  model.set('value', 3);
  model.save_changes();
  expect(said).toHaveLength(2);
});

it('front ends hear of each change once, from both sides', () => {
  const { model } = modelWith({ value: 0, list: [1] });
  const heard: unknown[] = [];
  const listener = (_: unknown, value: unknown) => heard.push(value);
  model.on('change:value change:list', listener);
  model.on('change', () => heard.push('any'));
  model.set('value', 1);
  model.set('value', 1);
  model.take({ value: 2, list: [1], _esm: 'x' });
  expect(heard).toEqual([1, 'any']);
  model.save_changes();
  model.heard();
  model.take({ value: 2, list: [2] });
  expect(heard).toEqual([1, 'any', 2, [2], 'any']);
  expect(model.get('_esm')).toBeUndefined();
  model.off('change:value', listener);
  model.off('change');
  model.set('value', 9);
  expect(heard).toHaveLength(5);
  model.off();
  model.set('list', []);
  expect(heard).toHaveLength(5);
});

it('messages go both ways, with bytes', () => {
  const { model, said } = modelWith({});
  const heard: unknown[] = [];
  model.on('msg:custom', (content, buffers) => heard.push(content, (buffers as DataView[])[0]?.getUint8(0)));
  model.send({ a: 1 }, undefined, [new Uint8Array([7, 8]), new Uint16Array([1]).buffer]);
  model.hear('hi', [new DataView(new Uint8Array([5]).buffer)]);
  expect(said).toEqual([[{ a: 1 }, [7, 8], [1, 0]]]);
  expect(heard).toEqual(['hi', 5]);
});
