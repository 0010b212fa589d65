import { figurePicture } from '../../pictures/index.ts';
import { cellFile } from '../execution/internal-frames.ts';
import type { Runs } from '../execution/runs.ts';
import type { Comms } from '../output/comms.ts';
import { type Display, displayAny } from '../output/display.ts';
import type { Output } from '../output/output.ts';
import type { Prompter } from '../output/prompt.ts';
import { jsonValue } from '../values/json-value.ts';
import { createCellRequire } from './require.ts';

export type GlobalsOptions = {
  readonly folder: string;
  readonly runs: Runs;
  readonly output: Output;
  readonly display: Display;
  readonly prompter: Prompter;
  readonly comms: Comms;
};

/** Puts on globalThis what every cell sees, as ../cell/globals.d.ts types it. A cell may declare the same names. */
export function installGlobals({ folder, runs, output, display, prompter, comms }: GlobalsOptions): void {
  const filename = cellFile(folder);
  const globals = {
    require: createCellRequire(filename),
    __filename: filename,
    __dirname: folder,
    display: displayAny(display),
    clearOutput: ({ wait = false }: { readonly wait?: boolean } = {}) =>
      output.send({ kind: 'clear', execution: runs.current()?.execution ?? 0, wait: Boolean(wait) }),
    prompt: prompter.prompt,
    comms,
    plot: (data: unknown, layout: unknown = {}, options?: Parameters<Display>[1]) =>
      display(figure(data, layout), options),
  };
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
  }
}

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
