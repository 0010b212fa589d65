import type { FrontEndModel } from './model.ts';

type Cleanup = undefined | (() => void);
type Parts = {
  readonly initialize?: (given: { readonly model: FrontEndModel }) => unknown;
  readonly render?: (given: { readonly model: FrontEndModel; readonly el: HTMLElement }) => unknown;
};

/** Draws what a front end's module exports in a place of the page; what it gives takes it away again. */
export async function runFrontEnd(
  exported: Readonly<Record<string, unknown>>,
  model: FrontEndModel,
  el: HTMLElement,
): Promise<() => void> {
  const { render, initialize } = await partsOf(exported);
  if (!render && !initialize) {
    throw new Error('Its module exports no render: export function render({ model, el }) { … }');
  }
  const cleanups = [await initialize?.({ model }), await render?.({ model, el })] as Cleanup[];
  return () => {
    for (const cleanup of cleanups) cleanup?.();
  };
}

/** Modules that several outputs share are loaded once. */
const loaded = new Map<string, Promise<Readonly<Record<string, unknown>>>>();

export function loadModule(module: string): Promise<Readonly<Record<string, unknown>>> {
  const known = loaded.get(module);
  if (known) return known;
  const url = URL.createObjectURL(new Blob([module], { type: 'text/javascript' }));
  const loading = import(/* @vite-ignore */ url).finally(() => URL.revokeObjectURL(url));
  loading.catch(() => loaded.delete(module));
  loaded.set(module, loading);
  return loading;
}

/** `export default { render }`, `export default () => ({ render })`, or, as of old, `export function render`. */
async function partsOf(exported: Readonly<Record<string, unknown>>): Promise<Parts> {
  const { default: whole } = exported;
  const parts: unknown = typeof whole === 'function' ? await whole() : (whole ?? exported);
  return typeof parts === 'object' && parts !== null ? (parts as Parts) : {};
}
