import { asOurs } from '../built-ins/index.ts';
import { type Controls, createControls } from './controls.ts';
import { createWidgets, type Widget, type WidgetHost } from './widget.ts';
import type { WidgetOptions } from './widget-options.ts';

/** `widget` of cells: `widget({ module, state })`, and three that are made already. */
export type WidgetMaker = ((options: WidgetOptions) => Widget) & Controls;

export function createWidgetMaker(host: WidgetHost): WidgetMaker {
  const make = createWidgets(host);
  const widget = asOurs(
    (options: WidgetOptions, ...more: readonly unknown[]): Widget => make(options, undefined, ...more),
  );
  const { slider, select, button } = createControls(make);
  return Object.assign(widget, { slider: asOurs(slider), select: asOurs(select), button: asOurs(button) });
}
