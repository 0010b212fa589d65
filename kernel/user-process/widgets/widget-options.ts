import { anything, callable, type OptionTable, record, text } from '../../multitask/options/index.ts';

export type WidgetOptions = {
  /**
   * The front end, as anywidget has it: an ECMAScript module that exports `render({ model, el })`, as text, or a .js
   * file beside the notebook.
   */
  readonly module: string;
  /** Style sheet of the front end: text, or a .css file beside the notebook; none without this. */
  readonly css?: string;
  /** What kernel and front end share, by name; JSON, at most 1 MB; `{}` without this. */
  readonly state?: Readonly<Record<string, unknown>>;
  /** Called after the front end has changed the state: `({ name, value, state }) => …`; none without this. */
  readonly onChange?: (change: WidgetChange) => unknown;
  /** Called with what the front end sends by `model.send(content)`; none without this. */
  readonly onMessage?: (content: unknown, buffers: readonly Uint8Array[]) => unknown;
};

/** What a front end changed. */
export type WidgetChange = {
  readonly name: string;
  readonly value: unknown;
  /** All of the state, as it is now. */
  readonly state: Readonly<Record<string, unknown>>;
};

export const widgetOptions = {
  module: {
    type: text,
    needed: true,
    about:
      'The front end, as anywidget has it: an ECMAScript module that exports `render({ model, el })`, as text, or a .js file beside the notebook',
    also: ['esm', '_esm', 'source', 'render'],
  },
  css: {
    type: text,
    about: 'Style sheet of the front end: text, or a .css file beside the notebook',
    also: ['_css', 'style', 'styles'],
  },
  state: {
    type: record('name', anything),
    default: {},
    without: '`{}`',
    about: 'What kernel and front end share, by name; JSON, at most 1 MB',
    also: ['model', 'values', 'data', 'traits'],
  },
  onChange: {
    type: callable<(change: WidgetChange) => unknown>('of a change'),
    about: 'Called after the front end has changed the state: `({ name, value, state }) => …`',
    also: ['observe', 'onInput', 'change'],
  },
  onMessage: {
    type: callable<(content: unknown, buffers: readonly Uint8Array[]) => unknown>('of what was sent, and its bytes'),
    about: 'Called with what the front end sends by `model.send(content)`',
    also: ['onMsg', 'message'],
  },
} as const satisfies OptionTable<WidgetOptions>;
