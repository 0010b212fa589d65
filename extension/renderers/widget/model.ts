/** The part of anywidget's model (https://anywidget.dev/en/afm/) that front ends use. */
export type FrontEndModel = {
  get(name: string): unknown;
  set(name: string | Readonly<Record<string, unknown>>, value?: unknown): void;
  save_changes(): void;
  on(event: string, listener: Listener): void;
  off(event?: string | null, listener?: Listener | null): void;
  send(content: unknown, callbacks?: unknown, buffers?: readonly (ArrayBuffer | ArrayBufferView)[]): void;
};

type Listener = (...values: readonly unknown[]) => void;

export type Model = FrontEndModel & {
  /** What the kernel says the state is. */
  take(state: Readonly<Record<string, unknown>>): void;
  /** What the kernel sent. */
  hear(content: unknown, buffers: readonly DataView[]): void;
  /** The kernel has taken the last update. */
  heard(): void;
  state(): Readonly<Record<string, unknown>>;
};

export type Speak = {
  update(state: Readonly<Record<string, unknown>>): void;
  custom(content: unknown, buffers: readonly Uint8Array[]): void;
};

/** The state of a widget in the page. One update at a time is on its way; what changes meanwhile goes with the next. */
export function createModel(first: Readonly<Record<string, unknown>>, speak: Speak): Model {
  let state: Readonly<Record<string, unknown>> = { ...first };
  let changed: Record<string, unknown> = {};
  let isOnItsWay = false;
  const listeners = new Map<string, Set<Listener>>();

  const emit = (event: string, ...values: readonly unknown[]): void => {
    for (const listener of listeners.get(event) ?? []) listener(...values);
  };

  const put = (values: Readonly<Record<string, unknown>>): readonly string[] => {
    const names = Object.keys(values).filter((name) => !isSame(values[name], state[name]));
    if (names.length === 0) return names;
    state = { ...state, ...values };
    for (const name of names) emit(`change:${name}`, undefined, values[name]);
    emit('change');
    return names;
  };

  const save = (): void => {
    if (isOnItsWay || Object.keys(changed).length === 0) return;
    const now = changed;
    changed = {};
    isOnItsWay = true;
    speak.update(now);
  };

  return {
    get: (name) => state[name],
    set(name, value) {
      const values = typeof name === 'string' ? { [name]: value } : name;
      for (const each of put(values)) changed[each] = values[each];
    },
    save_changes: save,
    on(event, listener) {
      for (const each of event.split(/\s+/)) listeners.set(each, (listeners.get(each) ?? new Set()).add(listener));
    },
    off(event, listener) {
      const events = event ? event.split(/\s+/) : [...listeners.keys()];
      for (const each of events) {
        if (listener) listeners.get(each)?.delete(listener);
        else listeners.delete(each);
      }
    },
    send(content, _callbacks, buffers = []) {
      speak.custom(content, buffers.map(bytesOf));
    },
    take(given) {
      // What is on its way back from here is newer.
      put(Object.fromEntries(Object.entries(given).filter(([name]) => !name.startsWith('_') && !(name in changed))));
    },
    hear: (content, buffers) => emit('msg:custom', content, buffers),
    heard() {
      isOnItsWay = false;
      save();
    },
    state: () => state,
  };
}

function isSame(a: unknown, b: unknown): boolean {
  return Object.is(a, b) || (typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b));
}

function bytesOf(buffer: ArrayBuffer | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(buffer)
    ? new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
    : new Uint8Array(buffer);
}
