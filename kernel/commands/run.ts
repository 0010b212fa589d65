import { dirname, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import {
  createNotebookOutputs,
  kernelArgv,
  kernelDisplayName,
  kernelName,
  type LaunchedKernel,
  launchKernel,
  type Message,
} from '../jupyter/index.ts';
import { instance, list, positive, text } from '../multitask/options/index.ts';
import { mainScript } from '../package-root.ts';
import { type FlagTable, flagsHelp, onlyOperand, readCommandLine } from './command-line/index.ts';
import { type Notebook, type NotebookCell, readNotebook, writeNotebook } from './run/notebook-file.ts';
import { hasTag, injectParameters, readParameter } from './run/parameters.ts';
import { createProgress, type Progress } from './run/progress.ts';

export const flags = {
  options: {
    output: { type: text, value: 'FILE', about: 'Write the executed notebook there, also when a cell fails' },
    timeout: { type: positive, value: 'SECONDS', about: 'Interrupt a cell that runs longer, and fail' },
    param: {
      type: list(instance<ReturnType<typeof readParameter>>('NAME=VALUE', Array.isArray)),
      parse: readParameter,
      many: true,
      value: 'NAME=VALUE',
      about: 'Set a variable behind the cell tagged "parameters"; can be given many times',
      also: ['parameter', 'set'],
    },
  },
} as const satisfies Readonly<Record<string, FlagTable>>;

export const help = `Runs a notebook from top to bottom in a kernel of its own and shows its progress and results.

Usage: multitask-notebook run NOTEBOOK [--output FILE] [--timeout SECONDS] [--param NAME=VALUE]...

${flagsHelp(flags)}
The notebook's folder is its working folder. A cell tagged "raises-exception" may fail, one tagged "skip-execution" is
left out. The exit code is 1 when a cell fails. Ctrl+C stops the cell and the notebook, and what was done is written;
a second one ends the kernel.

Examples:
  npx multitask-notebook run notebooks/start-here.ipynb
  npx multitask-notebook run compare.ipynb --param epochs=1 --output out/compare.ipynb
`;

/** A cell that ignores its interrupt (a native call) is given this long before its kernel is ended. */
const interruptGraceMs = 10_000;

export async function run(args: readonly string[]): Promise<number> {
  const { flags: given, operands } = readCommandLine(args, flags, onlyOperand('NOTEBOOK'));
  const { output, timeout, param = [] } = given.options;
  const file = resolve(operands);
  const notebook = injectParameters(await readNotebook(file), param);

  const progress = createProgress({
    out: (text) => void process.stdout.write(process.stdout.isTTY ? text : stripVTControlCharacters(text)),
    err: (text) => void process.stderr.write(process.stderr.isTTY ? text : stripVTControlCharacters(text)),
    columns: process.stderr.isTTY ? process.stderr.columns : undefined,
    now: () => performance.now(),
  });
  const kernel = await launchKernel({
    argv: kernelArgv(process.execPath, mainScript()),
    cwd: dirname(file),
    // History is of what a person types.
    env: { ...process.env, MULTITASK_HISTORY: 'off' },
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
    const isStopped = (): boolean => interrupts > 0;
    const { executed, failed } = await runCells(notebook, { kernel, progress, timeout, isStopped });
    if (output !== undefined) {
      await writeNotebook(resolve(output), executed);
      progress.note(`Executed notebook: ${output}   (open it in VS Code: code ${output})`);
    }
    return interrupts > 0 ? 130 : failed ? 1 : 0;
  } finally {
    process.off('SIGINT', onInterrupt);
    await kernel.shutdown();
  }
}

type Sitting = {
  readonly kernel: LaunchedKernel;
  readonly progress: Progress;
  readonly timeout: number | undefined;
  /** Whether the person asked to stop: no cell begins any more, whatever the one that ran may do. */
  isStopped(): boolean;
};

async function runCells(
  notebook: Notebook,
  { kernel, progress, timeout, isStopped }: Sitting,
): Promise<{ readonly executed: Notebook; readonly failed: boolean }> {
  const outputs = createNotebookOutputs<NotebookCell>();
  const cells = notebook.cells.filter(
    (cell) => cell.cell_type === 'code' && cell.source.trim() !== '' && !hasTag(cell, 'skip-execution'),
  );
  const start = performance.now();
  let failed = false;
  let done = 0;
  for (const cell of cells) {
    if (isStopped()) break;
    done += 1;
    const cellStart = performance.now();
    progress.startCell(done, cells.length, cell.source);
    let running = true;
    const onOutput = (message: Message): void => {
      outputs.receive(cell, message.header.msg_type, message.content);
      if (running) progress.output(message);
    };
    const failure = await runCell(kernel, cell.source, onOutput, timeout);
    running = false;
    progress.endCell((performance.now() - cellStart) / 1000);
    if (!failure || (hasTag(cell, 'raises-exception') && !failure.fatal)) continue;
    if (!outputs.of(cell).some(({ output_type }) => output_type === 'error')) {
      const traceback = [`${failure.ename}: ${failure.evalue}`];
      outputs.receive(cell, 'error', { ename: failure.ename, evalue: failure.evalue, traceback });
    }
    progress.note(`\nCell ${done} of ${cells.length} failed:\n${failure.traceback}`);
    failed = true;
    break;
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (isStopped()) progress.note(`Interrupted: ${count(cells.length - done, 'cell')} did not run.`);
  else if (!failed) progress.note(`${count(cells.length, 'cell')} in ${seconds} s`);
  // Late displays (timers, pictures that move) arrive before the kernel is gone.
  await kernel.shutdown();
  const executed = notebook.cells.map((cell) =>
    cell.cell_type === 'code'
      ? { ...cell, outputs: outputs.of(cell), execution_count: outputs.executionCount(cell) }
      : cell,
  );
  const metadata = {
    ...notebook.metadata,
    kernelspec: { name: kernelName, display_name: kernelDisplayName, language: 'typescript' },
    language_info: kernel.client.kernelInfo.language_info,
  };
  return { executed: { ...notebook, metadata, cells: executed }, failed };
}

function count(number: number, what: string): string {
  return `${number} ${number === 1 ? what : `${what}s`}`;
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
    onOutput(reply);
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

function failure(ename: string, evalue: string, lines: readonly string[], fatal: boolean): Failure {
  const traceback = lines.length > 0 ? lines.join('\n') : `${ename}: ${evalue}`;
  return { ename, evalue, traceback, fatal };
}

function interruptCell(kernel: LaunchedKernel): void {
  kernel.client.request('control', 'interrupt_request', {}).catch(() => {});
}
