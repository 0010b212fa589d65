// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { type Heard, widgetView } from '../../../../extension/renderers/widget/view.ts';
import type { WidgetPayload, WidgetRequest } from '../../../../kernel/payloads/widget.ts';
import { controlsCss, controlsModule } from '../../../../kernel/user-process/widgets/controls-module.ts';

/** A widget in a page, what it says, and what it is told. */
function shown(payload: Partial<WidgetPayload>, talks = true) {
  const root = document.createElement('div');
  document.body.replaceChildren(root);
  const said: WidgetRequest[] = [];
  let heard: Heard = () => {};
  let loads = 0;
  const view = widgetView(root, {
    say: talks ? (request) => said.push(request) : undefined,
    listen: (_, listener) => {
      heard = listener;
      return () => {
        heard = () => {};
      };
    },
    load(module) {
      loads += 1;
      return import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(module)}`);
    },
  });
  const whole = { version: 1, id: 'w', module: controlsModule, css: controlsCss, state: {}, ...payload } as const;
  view.update(whole);
  const until = async (isSo: () => unknown) => {
    while (!isSo()) await new Promise((resolve) => setTimeout(resolve));
  };
  return { root, view, whole, said, until, loads: () => loads, tell: ((news) => heard(news)) as Heard };
}

const slider = { kind: 'slider', label: 'threshold', min: 0, max: 1, step: 0.01, value: 0.5 };

it('a slider runs when it may, says where it was moved, and follows the kernel', async () => {
  const { root, said, tell, until, view, whole, loads } = shown({ state: slider });
  expect(said).toEqual([{ kind: 'open', id: 'w' }]);
  expect(loads()).toBe(0);
  tell({ kind: 'opened', id: 'w' });
  await until(() => root.querySelector('input'));
  const input = root.querySelector('input') as HTMLInputElement;
  expect(root.querySelector('label')?.textContent).toBe('threshold0.5');
  input.value = '0.7';
  input.dispatchEvent(new Event('input'));
  input.value = '0.8';
  input.dispatchEvent(new Event('input'));
  expect(said.slice(1)).toEqual([{ kind: 'update', id: 'w', state: { value: 0.7 } }]);
  tell({ kind: 'heard', id: 'w' });
  expect(said.at(-1)).toEqual({ kind: 'update', id: 'w', state: { value: 0.8 } });
  tell({ kind: 'state', id: 'w', state: { value: 0.25, label: 'cut' } });
  expect(root.querySelector('label')?.textContent).toBe('cut0.25');
  // An output that is drawn again is the same widget.
  view.update(whole);
  tell({ kind: 'opened', id: 'w' });
  expect([loads(), root.querySelector('input') === input]).toEqual([1, true]);
  view.dispose();
  tell({ kind: 'state', id: 'w', state: { value: 1 } });
  expect(input.value).toBe('0.25');
});

it('a list and a button say what was chosen and pressed', async () => {
  const list = shown({ state: { kind: 'select', label: 'metric', options: ['AUC', 2, true], value: 'AUC' } });
  list.tell({ kind: 'opened', id: 'w' });
  await list.until(() => list.root.querySelector('select'));
  const select = list.root.querySelector('select') as HTMLSelectElement;
  select.selectedIndex = 1;
  select.dispatchEvent(new Event('change'));
  expect(list.said.at(-1)).toEqual({ kind: 'update', id: 'w', state: { value: 2 } });
  const press = shown({ state: { kind: 'button', label: '<Go>' } });
  press.tell({ kind: 'opened', id: 'w' });
  await press.until(() => press.root.querySelector('button'));
  const button = press.root.querySelector('button') as HTMLButtonElement;
  expect(button.textContent).toBe('<Go>');
  button.click();
  expect(press.said.at(-1)).toEqual({ kind: 'custom', id: 'w', content: { event: 'click' }, buffers: [] });
});

it('where nobody hears it, it says why; where it may not run, it does not', async () => {
  const gone = shown({ state: slider });
  gone.tell({ kind: 'gone', id: 'w', words: 'Its kernel is gone.', mayRun: true });
  await gone.until(() => gone.root.querySelector('input'));
  expect(gone.root.querySelector('.note')?.textContent).toBe('Its kernel is gone.');
  expect(gone.root.querySelector<HTMLElement>('.front-end')?.inert).toBe(true);
  gone.tell({ kind: 'opened', id: 'w' });
  expect(gone.root.querySelector('.note')?.textContent).toBe('');
  expect(gone.root.querySelector<HTMLElement>('.front-end')?.inert).toBe(false);

  const refused = shown({ state: slider });
  refused.tell({ kind: 'gone', id: 'w', words: 'This folder is not trusted.', mayRun: false });
  const exported = shown({ state: slider }, false);
  expect([refused.loads(), exported.loads()]).toEqual([0, 0]);
  expect(exported.root.querySelector('.note')?.textContent).toContain('while their kernel lives');
});

it.each([
  ['export const a = 1', 'exports no render'],
  ['export function render() { throw new Error("no canvas") }', 'This widget cannot be drawn. no canvas'],
  ['export function render( {', 'This widget cannot be drawn.'],
])('a module %j says what is wrong', async (module, words) => {
  const { root, tell, until } = shown({ module });
  tell({ kind: 'opened', id: 'w' });
  await until(() => root.querySelector('.note')?.textContent);
  expect(root.querySelector('.note')?.textContent).toContain(words);
});

it('a module may export a function that gives its parts, and is taken away with its cleanups', async () => {
  const module = `let log = globalThis.widgetLog = [];
export default async () => ({
  initialize: () => { log.push('initialize'); return () => log.push('end') },
  render: ({ el }) => { log.push('render'); el.textContent = 'drawn'; return () => log.push('removed') },
});`;
  const { root, tell, until, view } = shown({ module });
  tell({ kind: 'opened', id: 'w' });
  await until(() => root.textContent?.includes('drawn'));
  await new Promise((resolve) => setTimeout(resolve));
  view.dispose();
  expect((globalThis as { widgetLog?: unknown }).widgetLog).toEqual(['initialize', 'render', 'end', 'removed']);
});
