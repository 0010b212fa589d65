import {
  boolean,
  instance,
  isObject,
  type OptionTable,
  readOptions,
  readValue,
} from '../../multitask/options/index.ts';
import { figurePicture } from '../../pictures/index.ts';
import { asOurs } from '../built-ins/index.ts';
import { cellFile } from '../execution/internal-frames.ts';
import type { Runs } from '../execution/runs.ts';
import type { Comms } from '../output/comms.ts';
import { type Display, type DisplayOptions, displayAny, displayOptions } from '../output/display.ts';
import { displayShortcuts } from '../output/display-shortcuts.ts';
import type { Output } from '../output/output.ts';
import type { Prompter } from '../output/prompt.ts';
import type { GridOf } from '../values/bundle.ts';
import { jsonValue } from '../values/json-value.ts';
import { createWidgetMaker } from '../widgets/index.ts';
import { createCellRequire } from './require.ts';

export type GlobalsOptions = {
  readonly folder: string;
  readonly runs: Runs;
  readonly output: Output;
  readonly display: Display;
  readonly prompter: Prompter;
  readonly comms: Comms;
  /** How values that are tables are shown. */
  readonly grid: GridOf;
};

export type ClearOptions = {
  /** Removes it when the next output comes, which avoids flicker; `false` without this. */
  readonly wait?: boolean;
};

const clearOptions = {
  wait: { type: boolean, default: false, about: 'Removes it when the next output comes, which avoids flicker' },
} as const satisfies OptionTable<ClearOptions>;

/** Puts on globalThis what every cell sees. A cell may declare the same names. */
export function installGlobals(options: GlobalsOptions): void {
  for (const [name, value] of Object.entries(cellGlobals(options))) {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
  }
}

/** What every cell sees, as ../../cell/globals.d.ts types it. */
export function cellGlobals({ folder, runs, output, display, prompter, comms, grid }: GlobalsOptions) {
  const filename = cellFile(folder);
  return {
    require: createCellRequire(filename),
    __filename: filename,
    __dirname: folder,
    display: Object.assign(displayAny(display, grid), displayShortcuts(display)),
    clearOutput: asOurs((options?: ClearOptions, ...more: readonly unknown[]) => {
      const { wait } = readOptions('clearOutput', clearOptions, options, more);
      output.send({ kind: 'clear', execution: runs.current()?.execution ?? 0, wait });
    }),
    prompt: prompter.prompt,
    comms,
    widget: createWidgetMaker({
      comms,
      runs,
      folder,
      warn: (words) =>
        output.send({ kind: 'stream', execution: runs.current()?.execution ?? 0, name: 'stderr', text: `${words}\n` }),
    }),
    plot: asOurs((data: unknown, layout: unknown = {}, options?: DisplayOptions, ...more: readonly unknown[]) => {
      readValue('plot', 'its layout', plotLayout, layout);
      display(figure(data, layout), readOptions('plot', displayOptions, options, more));
    }),
  };
}

const plotLayout = instance<object>(
  "an object, e.g. { title: 'Loss' },",
  (value) => isObject(value) && !Array.isArray(value),
);

/** A Plotly figure: traces and a layout, with a still picture of it where there can be one. */
function figure(given: unknown, givenLayout: unknown): Record<string, unknown> {
  const [data, layout] = [jsonValue(given), jsonValue(givenLayout)];
  const traces = Array.isArray(data) ? data : [data];
  const kinds = traces.map((trace) => trace?.name ?? trace?.type ?? 'scatter').join(', ');
  const still = figurePicture({ data: traces, layout });
  return {
    'application/vnd.plotly.v1+json': { data: traces, layout },
    ...(still === undefined ? {} : { 'image/svg+xml': still }),
    'text/plain': `Plotly figure: ${kinds}`,
  };
}
