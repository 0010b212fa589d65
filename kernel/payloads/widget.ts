import { anything, object, oneOf, optional, type Parsed, record, text } from '../guards/index.ts';
import { parsePayload } from './parse-payload.ts';

/**
 * A widget as VS Code draws it: anywidget's front-end module (https://anywidget.dev) and the state it had when it was shown. Where the
 * kernel lives, the comm of the same id carries what has changed since, by Jupyter's widget protocol 2.1.
 */
export type WidgetPayload = {
  readonly version: 1;
  /** Of the comm. */
  readonly id: string;
  /** An ECMAScript module. */
  readonly module: string;
  readonly css?: string | undefined;
  readonly state: Readonly<Record<string, unknown>>;
};

/** Characters of a module, of a style sheet, and of a state as JSON. */
export const mostModule = 4 << 20;
export const mostCss = 1 << 20;
export const mostState = 1 << 20;

const widget = object<WidgetPayload>({
  version: oneOf(1),
  id: text,
  module: text,
  css: optional(text),
  state: record(anything),
});

export function parseWidgetPayload(payload: unknown): Parsed<WidgetPayload> {
  return parsePayload(widget, payload);
}

/** The comm target of Jupyter's widgets, and the type of their views. */
export const widgetTarget = 'jupyter.widget';
export const widgetViewMime = 'application/vnd.jupyter.widget-view+json';

/** What a widget's view in VS Code says to the extension … */
export type WidgetRequest =
  | { readonly kind: 'open'; readonly id: string }
  | { readonly kind: 'update'; readonly id: string; readonly state: Readonly<Record<string, unknown>> }
  | { readonly kind: 'custom'; readonly id: string; readonly content: unknown; readonly buffers: readonly string[] };

/** … and hears from it. Bytes are base64. */
export type WidgetNews = { readonly id: string } & (
  | { readonly kind: 'opened' }
  | { readonly kind: 'state'; readonly state: Readonly<Record<string, unknown>> }
  | { readonly kind: 'custom'; readonly content: unknown; readonly buffers: readonly string[] }
  /** The kernel has taken the last update: the next one may go. */
  | { readonly kind: 'heard' }
  /** Nobody hears the widget; `words` say why. `mayRun` is false where its module must not run at all. */
  | { readonly kind: 'gone'; readonly words: string; readonly mayRun: boolean }
);

export const widgetRenderer = 'multitask-notebook-widget';
