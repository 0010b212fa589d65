import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

export type Running = { readonly pid: number; readonly parent: number; readonly command: string };

/** How long a program may tidy up after it was asked to end, in milliseconds. */
const grace = 300;

/** The processes of this machine. */
export async function processes(): Promise<readonly Running[]> {
  const { stdout } =
    process.platform === 'win32'
      ? await run('powershell', ['-NoProfile', '-Command', windowsList], { windowsHide: true })
      : await run('ps', ['-A', '-o', 'pid=,ppid=,comm=']);
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .map(([pid, parent, ...command]) => ({ pid: Number(pid), parent: Number(parent), command: command.join(' ') }))
    .filter(({ command }) => !isLister(command));
}

const windowsList =
  'Get-CimInstance Win32_Process | ForEach-Object { "$($_.ProcessId) $($_.ParentProcessId) $($_.Name)" }';

/** The command that lists processes is itself one of them. */
function isLister(command: string): boolean {
  return /(^|\/)ps$|^powershell(\.exe)?$/i.test(command);
}

/** All that a process started, and what those did. */
export function below(all: readonly Running[], root: number): readonly Running[] {
  return all.filter(({ parent }) => parent === root).flatMap((child) => [child, ...below(all, child.pid)]);
}

/** Asks processes to end, and ends those that do not, by their numbers. */
export async function endProcesses(pids: readonly number[]): Promise<void> {
  for (const pid of pids) signal(pid, 'SIGTERM');
  await delay(grace);
  for (const pid of pids) signal(pid, 'SIGKILL');
}

/** The same with a process and all that it started. */
export async function endTree(root: number): Promise<void> {
  await endProcesses([root, ...below(await processes(), root).map(({ pid }) => pid)]);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // ESRCH: it has ended.
  }
}
