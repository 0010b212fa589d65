#!/usr/bin/env node
import { UsageError } from './commands/command-line/index.ts';
import { nearest } from './multitask/options/index.ts';
import { packageVersion } from './package/index.ts';

/** What a file in commands/ exports. */
type Command = {
  /** Usage, options and examples, as `--help` prints them. */
  readonly help: string;
  /** Resolves with the exit code. */
  run(args: readonly string[]): Promise<number>;
};

const commands: Readonly<Record<string, readonly [summary: string, load: () => Promise<Command>]>> = {
  run: ['run a notebook and show its progress and results', () => import('./commands/run.ts')],
  train: ['train a model and evaluate it', () => import('./commands/train.ts')],
  compare: ['compare models over seeds', () => import('./commands/compare.ts')],
  predict: ['predict with a trained model', () => import('./commands/predict.ts')],
  export: ['write a trained model for other tools', () => import('./commands/export.ts')],
  install: ['register the kernel with Jupyter', () => import('./commands/install.ts')],
  uninstall: ['remove the kernel from Jupyter', () => import('./commands/uninstall.ts')],
  kernel: ['start a kernel for a connection file (what Jupyter calls)', () => import('./commands/kernel.ts')],
  data: ['get a dataset, check it and keep it', () => import('./commands/data.ts')],
  columns: ['show the columns of a table', () => import('./commands/columns.ts')],
  doctor: ['check this installation and say what is missing', () => import('./commands/doctor.ts')],
};

const help = `Multitask Notebooks: a TypeScript kernel for Jupyter with multi-task recommender models preloaded.

Usage: multitask-notebook COMMAND [options]

${Object.entries(commands)
  .map(([name, [summary]]) => `  ${name.padEnd(10)} ${summary}`)
  .join('\n')}

  --help     show this, or the help of a command
  --version  show the version

Examples:
  npx multitask-notebook run notebooks/start-here.ipynb
  npx multitask-notebook install && jupyter lab
`;

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === '--version' || name === '-v') return print(`${packageVersion()}\n`);
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') return print(help);
  if (!Object.hasOwn(commands, name)) {
    const all = Object.keys(commands);
    const near = nearest(name, all);
    throw new UsageError(
      `There is no command ${name}. ${near.length > 0 ? `Did you mean ${near.join(' or ')}? ` : ''}The commands are ${all.join(', ')}.`,
    );
  }
  const command = await commands[name]?.[1]();
  if (command === undefined) return 1;
  const flags = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  if (flags.includes('--help') || flags.includes('-h')) return print(command.help);
  return command.run(args);
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

// Whoever read our output has read enough (`| head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

const [name, ...rest] = process.argv.slice(2);
try {
  process.exitCode = await main(name === undefined ? [] : [name, ...rest]);
} catch (error) {
  const usage = error instanceof UsageError;
  const where = name !== undefined && Object.hasOwn(commands, name) ? `${name} ` : '';
  const advice = usage ? `\nSee: npx multitask-notebook ${where}--help` : '';
  process.stderr.write(`multitask-notebook: ${(error as Error).message}${advice}\n`);
  process.exitCode = usage ? 2 : 1;
}
