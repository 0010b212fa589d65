import { dirname, resolve } from 'node:path';
import {
  kernelArgv,
  kernelDisplayName,
  kernelName,
  type LaunchedKernel,
  launchKernel,
  type Message,
} from '../jupyter/index.ts';
import { mainScript } from '../package-root.ts';
import { onlyOperand, positiveNumber, readCommandLine } from './command-line.ts';
import { createNotebookOutputs } from './run/cell-outputs.ts';
import { type Notebook, readNotebook, writeNotebook } from './run/notebook-file.ts';
import { hasTag, injectParameters, readParameter } from './run/parameters.ts';
import { createProgress, type Progress } from './run/progress.ts';

export const help = `Runs a notebook from top to bottom in a kernel of its own and shows its progress and results.

Usage: multitask-notebook run NOTEBOOK [--output FILE] [--timeout SECONDS] [--param NAME=VALUE]...

  --output FILE       write the executed notebook there, also when a cell fails
  --timeout SECONDS   interrupt a cell that runs longer, and fail
  --param NAME=VALUE  set a variable behind the cell tagged "parameters"; can be given many times

The notebook's folder is its working folder. A cell tagged "raises-exception" may fail, one tagged "skip-execution" is
left out. The exit code is 1 when a cell fails.

Examples:
  multitask-notebook run notebooks/start-here.ipynb
  multitask-notebook run compare.ipynb --param epochs=1 --output out/compare.ipynb
`;

const options = {
  output: { type: 'string' },
  timeout: { type: 'string' },
  param: { type: 'string', multiple: true },
} as const;

/** A cell that ignores its interrupt (a native call) is given this long before its kernel is ended. */
const interruptGraceMs = 10_000;

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = readCommandLine(args, options);
  const file = resolve(onlyOperand(positionals, 'NOTEBOOK'));
  const timeout = positiveNumber(values.timeout, '--timeout');
  const parameters = (values.param ?? []).map(readParameter);
  const notebook = injectParameters(await readNotebook(file), parameters);

  const progress = createProgress({
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    columns: process.stderr.isTTY ? process.stderr.columns : undefined,
    now: () => performance.now(),
  });
  const kernel = await launchKernel({
    argv: kernelArgv(process.execPath, mainScript()),
    cwd: dirname(file),
    onLog: (text) => progress.note(text.trimEnd()),
  });
  let interrupts = 0;
  const onInterrupt = (): void => {
    interrupts += 1;
    if (interrupts === 1) interruptCell(kernel);
    else kernel.process.kill('SIGKILL');
  };
  process.on('SIGINT', onInterrupt);
  try {
    const { executed, failed } = await runCells(notebook, kernel, progress, timeout);
    if (values.output !== undefined) {
      await writeNotebook(resolve(values.output), executed);
      progress.note(`Executed notebook: ${values.output}   (open it in VS Code: code ${values.output})`);
    }
    return interrupts > 0 ? 130 : failed ? 1 : 0;
  } finally {
    process.off('SIGINT', onInterrupt);
    await kernel.shutdown();
  }
}

async function runCells(
  notebook: Notebook,
  kernel: LaunchedKernel,
  progress: Progress,
  timeout: number | undefined,
): Promise<{ readonly executed: Notebook; readonly failed: boolean }> {
  const outputs = createNotebookOutputs();
  const cells = notebook.cells.filter(
    (cell) => cell.cell_type === 'code' && cell.source.trim() !== '' && !hasTag(cell, 'skip-execution'),
  );
  const start = performance.now();
  let failed = false;
  for (const [index, { id, source, ...cell }] of cells.entries()) {
    const cellStart = performance.now();
    progress.startCell(index + 1, cells.length, source);
    let running = true;
    const onOutput = (message: Message): void => {
      outputs.add(id, message);
      if (running) progress.output(message);
    };
    const failure = await runCell(kernel, source, onOutput, timeout);
    running = false;
    progress.endCell((performance.now() - cellStart) / 1000);
    if (!failure || (hasTag(cell as (typeof cells)[number], 'raises-exception') && !failure.fatal)) continue;
    if (!outputs.of(id).some(({ output_type }) => output_type === 'error')) {
      outputs.fail(id, failure.ename, failure.evalue);
    }
    progress.note(`\nCell ${index + 1} of ${cells.length} failed:\n${failure.traceback}`);
    failed = true;
    break;
  }
  if (!failed)
    progress.note(
      `${cells.length} ${cells.length === 1 ? 'cell' : 'cells'} in ${((performance.now() - start) / 1000).toFixed(1)} s`,
    );
  // Late displays (timers, pictures that move) arrive before the kernel is gone.
  await kernel.shutdown();
  const executed = notebook.cells.map((cell) =>
    cell.cell_type === 'code'
      ? { ...cell, outputs: outputs.of(cell.id), execution_count: outputs.executionCount(cell.id) }
      : cell,
  );
  const metadata = {
    ...notebook.metadata,
    kernelspec: { name: kernelName, display_name: kernelDisplayName, language: 'typescript' },
    language_info: kernel.client.kernelInfo.language_info,
  };
  return { executed: { ...notebook, metadata, cells: executed }, failed };
}

type Failure = { readonly ename: string; readonly evalue: string; readonly traceback: string; readonly fatal: boolean };

async function runCell(
  kernel: LaunchedKernel,
  code: string,
  onOutput: (message: Message) => void,
  timeout: number | undefined,
): Promise<Failure | undefined> {
  const timers: NodeJS.Timeout[] = [];
  let timedOut = false;
  if (timeout !== undefined) {
    const interrupt = (): void => {
      timedOut = true;
      interruptCell(kernel);
      timers.push(setTimeout(() => kernel.process.kill('SIGKILL'), interruptGraceMs));
    };
    timers.push(setTimeout(interrupt, timeout * 1000));
  }
  const tooLong = `the cell took longer than ${timeout} s (--timeout)`;
  try {
    const reply = await kernel.client.request('shell', 'execute_request', { code }, { onOutput });
    for (const page of pages(reply)) onOutput(page);
    const { content } = reply;
    if (timedOut) return failure('Timeout', tooLong, [`Timeout: ${tooLong}`], true);
    if (content.status === 'ok') return undefined;
    const traceback = Array.isArray(content.traceback) ? content.traceback : [];
    return failure(String(content.ename), String(content.evalue), traceback, false);
  } catch (error) {
    const evalue = timedOut ? `${tooLong} and did not stop when interrupted` : (error as Error).message;
    return failure('KernelEnded', evalue, [evalue], true);
  } finally {
    for (const timer of timers) clearTimeout(timer);
  }
}

/** What a cell like `models.mmoe?` shows comes with its reply; a notebook keeps it as an output, as in JupyterLab. */
function pages(reply: Message): readonly Message[] {
  const payloads = Array.isArray(reply.content.payload) ? reply.content.payload : [];
  return payloads
    .filter((payload) => payload?.source === 'page')
    .map(({ data }) => ({
      ...reply,
      header: { ...reply.header, msg_type: 'display_data' },
      content: { data, metadata: {} },
    }));
}

function failure(ename: string, evalue: string, lines: readonly string[], fatal: boolean): Failure {
  const traceback = lines.length > 0 ? lines.join('\n') : `${ename}: ${evalue}`;
  return { ename, evalue, traceback, fatal };
}

function interruptCell(kernel: LaunchedKernel): void {
  kernel.client.request('control', 'interrupt_request', {}).catch(() => {});
}
