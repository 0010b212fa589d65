import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chooseKernelNode, kernelEnvironment } from '../kernels/index.ts';
import { readColumns, type TableColumn } from './table-column.ts';

/**
 * The columns of a table, read in a process of its own: DuckDB in the extension host would take its memory and, if it
 * crashed, every other extension along.
 */
export async function columnsOf(
  file: string,
  { extensionFolder, nodeSetting, signal }: { extensionFolder: string; nodeSetting: string; signal: AbortSignal },
): Promise<readonly TableColumn[]> {
  const { runtime } = await chooseKernelNode({ extensionFolder, nodeSetting });
  const script = join(extensionFolder, 'dist/kernel/main.js');
  const env = kernelEnvironment(process.env, runtime.environment);
  try {
    const { stdout } = await promisify(execFile)(runtime.program, [script, 'columns', file, '--json'], {
      env,
      signal,
      maxBuffer: 64 * 2 ** 20,
      windowsHide: true,
    });
    return readColumns(stdout);
  } catch (error) {
    const { stderr, message } = error as Error & { readonly stderr?: string };
    throw new Error(stderr?.trim().replace(/^multitask-notebook: /, '') || message, { cause: error });
  }
}
