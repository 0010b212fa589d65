import { fieldsOf } from '../../guards/index.ts';
import { noOptions, readOptions, readValue, text } from '../../multitask/options/index.ts';
import { widgetMime } from '../../payloads/mime.ts';
import { mostState, type WidgetPayload, widgetTarget, widgetViewMime } from '../../payloads/widget.ts';
import { asOurs, theirs } from '../built-ins/index.ts';
import type { Runs } from '../execution/runs.ts';
import type { Comm, Comms } from '../output/comms.ts';
import { createHandler, type Handler } from './handler.ts';
import { readCss, readModule } from './read-module.ts';
import { crossing, type Refuse, refuseOtherKinds, type State } from './shared-state.ts';
import { type WidgetChange, type WidgetOptions, widgetOptions } from './widget-options.ts';

/** A widget: a front end in the output, and a state that it shares with the kernel. The last line of a cell shows it. */
export interface Widget {
  /** All of the state, as it is now. */
  readonly state: State;
  /** What the state calls `value`. */
  value: unknown;
  get(name: string): unknown;
  /** Changes the state, and what is seen of it: `set('value', 0.5)`. */
  set(name: string, value: unknown): void;
  /** Sends something to the front end, which hears it by `model.on('msg:custom', (content, buffers) => …)`. */
  send(content: unknown, buffers?: readonly Uint8Array[]): void;
  /** Ends it: its front end stays as it is, and nothing is heard of it. */
  close(): void;
}

export type WidgetHost = {
  readonly comms: Pick<Comms, 'open'>;
  readonly runs: Pick<Runs, 'current'>;
  /** The notebook's folder. */
  readonly folder: string;
  /** Says something beside the cell that made the widget. */
  warn(words: string): void;
};

/** What a control of ours knows more of than a widget of anybody's. */
export type Kind = { readonly what: string; readonly refuse: Refuse };

/** Widgets that hear their front ends. Who runs a cell a thousand times has that many: the oldest are closed. */
const mostOpen = 500;

export function createWidgets(host: WidgetHost): (given: unknown, kind?: Kind, ...more: readonly unknown[]) => Widget {
  const open = new Set<Comm>();
  return (given, kind = { what: 'widget', refuse: refuseOtherKinds }, ...more) => {
    const { module, css, state, onChange, onMessage } = readOptions('widget', widgetOptions, given, more);
    const parts = {
      module: readModule(module, host.folder),
      ...(css === undefined ? {} : { css: readCss(css, host.folder) }),
    };
    const first = crossing(kind.what, state);
    const comm = host.comms.open(
      widgetTarget,
      { state: { ...asAnywidget(parts), ...first }, buffer_paths: [] },
      { metadata: { version: '2.1.0' } },
    );
    open.add(comm);
    const [oldest] = open;
    if (open.size > mostOpen && oldest) {
      open.delete(oldest);
      oldest.close();
    }
    comm.onClose(() => void open.delete(comm));
    return widgetOf(comm, { ...parts, state: first, kind, host, onChange, onMessage, ended: () => open.delete(comm) });
  };
}

type Parts = {
  readonly module: string;
  readonly css?: string;
  readonly state: State;
  readonly kind: Kind;
  readonly host: WidgetHost;
  readonly onChange: WidgetOptions['onChange'];
  readonly onMessage: WidgetOptions['onMessage'];
  readonly ended: () => void;
};

function widgetOf(comm: Comm, { module, css, state: first, kind, host, onChange, onMessage, ended }: Parts): Widget {
  let state: State = first;
  const update = (changed: State): void => comm.send({ method: 'update', state: changed, buffer_paths: [] });
  const changes: Handler<WidgetChange> = createHandler(host.runs, onChange ?? (() => {}));

  const set = (name: string, value: unknown): void => {
    readValue(kind.what, 'the name', text, name);
    const changed = crossing(kind.what, { [name]: value });
    state = crossing(kind.what, { ...state, ...changed });
    update(changed);
  };

  /** What the front end changed, and what of it cannot be. */
  const hear = (given: State): Promise<void> | undefined => {
    const taken: [string, unknown][] = [];
    for (const [name, value] of Object.entries(given)) {
      // Jupyter's own, e.g. how many views there are.
      if (name.startsWith('_')) continue;
      const isLong = (JSON.stringify(value)?.length ?? 0) > mostState;
      const refusal = isLong ? `${name} is too long` : kind.refuse(name, value, state);
      if (refusal === undefined) taken.push([name, value]);
      else {
        host.warn(`${kind.what}: its front end was not heard: ${refusal}.`);
        if (Object.hasOwn(state, name)) update({ [name]: state[name] });
      }
    }
    const changed = taken.filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(state[name]));
    state = { ...state, ...Object.fromEntries(taken) };
    const handled = changed.map(([name, value]) => changes(name, { name, value, state }));
    const waits = handled.filter((each) => each !== undefined);
    return waits.length === 0 ? undefined : Promise.all(waits).then(() => {});
  };

  comm.onMessage(
    asOurs((data: unknown, { buffers }: { readonly buffers: readonly Uint8Array[] }) => {
      const { method, state: given, content } = fieldsOf(data);
      if (method === 'update') return hear(fieldsOf(given));
      if (method === 'request_state')
        return update({ ...asAnywidget({ module, ...(css === undefined ? {} : { css }) }), ...state });
      if (method === 'custom' && onMessage) return theirs(() => onMessage(content, buffers));
      return undefined;
    }),
  );

  const payload = (): WidgetPayload => ({ version: 1, id: comm.id, module, css, state });
  const widget: Widget = {
    get state() {
      return state;
    },
    get value() {
      return state.value;
    },
    set value(value) {
      set('value', value);
    },
    get: (name) => state[name],
    set: asOurs(set),
    send: asOurs((content, buffers, ...more: readonly unknown[]) => {
      noOptions('send', more);
      comm.send({ method: 'custom', content }, buffers === undefined ? {} : { buffers });
    }),
    close: asOurs(() => {
      ended();
      comm.close();
    }),
  };
  return Object.defineProperty(widget, Symbol.for('Jupyter.display'), {
    value: () => ({
      [widgetMime]: payload(),
      [widgetViewMime]: { version_major: 2, version_minor: 1, model_id: comm.id },
      'text/plain': inWords(kind.what, state),
    }),
  });
}

/** The state that Jupyter's widget manager knows anywidget by (https://anywidget.dev/en/afm/). */
function asAnywidget({ module, css = '' }: { readonly module: string; readonly css?: string }): State {
  // Whichever is installed: the front end is the module's, and its contract stands.
  const version = '*';
  return {
    _model_module: 'anywidget',
    _model_name: 'AnyModel',
    _model_module_version: version,
    _view_module: 'anywidget',
    _view_name: 'AnyView',
    _view_module_version: version,
    _view_count: null,
    _esm: module,
    _css: css,
    _anywidget_id: 'multitask-notebook',
  };
}

/** What stands there where nothing can be drawn: `slider { value: 0.5, … }`. */
function inWords(what: string, state: State): string {
  const parts = Object.entries(state).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  const all = parts.join(', ');
  return `${what} { ${all.length > 300 ? `${all.slice(0, 300)}…` : all} }`;
}
