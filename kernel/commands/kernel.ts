import { existsSync } from 'node:fs';
import {
  createConnection,
  kernelName,
  readConnectionFile,
  removeConnectionFile,
  serve,
  writeConnectionFile,
} from '../jupyter/index.ts';
import { packageVersion } from '../package/index.ts';
import { userProcessScript } from '../package-root.ts';
import { createSession, historyFolder } from '../session/index.ts';
import { anyOperands, type FlagTable, readCommandLine, UsageError } from './command-line/index.ts';
import { kernelInfo } from './kernel/kernel-info.ts';
import { watchLauncher } from './kernel/launcher.ts';

export const flags: Readonly<Record<string, FlagTable>> = {};

export const help = `Starts a kernel for a connection file and answers until a client asks for shutdown. Jupyter clients call this.

Usage: multitask-notebook kernel CONNECTION_FILE

A file that does not exist is made, with free ports of 127.0.0.1.

What cells are run is kept for the history of later sessions, in files that only you can read: at most 8 MB in the folder that
MULTITASK_HISTORY names, else in your state folder. MULTITASK_HISTORY=off keeps nothing.

Example:
  npx multitask-notebook kernel kernel.json      then: jupyter console --existing ./kernel.json
`;

export async function run(args: readonly string[]): Promise<number> {
  const [file, ...more] = readCommandLine(args, flags, anyOperands).operands;
  if (file === undefined) throw new UsageError('CONNECTION_FILE is missing.');
  const log = (line: string): void => void process.stderr.write(`multitask-notebook: ${line}\n`);
  // `jupyter run` and `jupyter console` hand their own operands on to the kernel.
  if (more.length > 0) log(`ignored: ${more.join(' ')}`);

  if (!existsSync(file)) {
    await writeConnectionFile(file, await createConnection(kernelName));
    process.stdout.write(`To connect: jupyter console --existing ${file}\n`);
  }
  const connection = await readConnectionFile(file);
  // A bug of ours, or a launcher that closed our stderr, must not cost the user's variables.
  process.on('uncaughtException', (error) => log(`unexpected: ${error.stack}`));
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

  // The user process starts while the sockets bind: start to first answer is what a user waits for.
  const session = createSession({
    cwd: process.cwd(),
    userProcess: { script: userProcessScript() },
    history: historyFolder(),
    log,
  });
  const info = await kernelInfo(packageVersion());
  const launcher = watchLauncher(() => void serving.then((started) => started.close()));
  const serving = serve({ connection, session, kernelInfo: info, launcher, log });
  const server = await serving.catch(async (error) => {
    await session.close();
    throw error;
  });
  process.on('SIGINT', () => server.interrupt());
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void server.close());

  const { restart } = await server.closed;
  // A client that restarts the kernel uses the same file again.
  if (!restart) await removeConnectionFile(file);
  // Whatever still holds the event loop (a pipe of a grandchild) must not hold the process.
  setTimeout(() => process.exit(), 1_000).unref();
  return 0;
}
