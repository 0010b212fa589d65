import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** How long a child may tidy up after it was asked to end, in milliseconds. */
const grace = 300;

/**
 * Ends what `execSync` and its like wait for: the children of this process but `others`, and what those started. It is called from
 * another thread than the one that is blocked, which cannot say which child it is.
 */
export async function endBlockingChildren(others: readonly number[]): Promise<void> {
  const own = await processes();
  // The command that lists processes is itself one of them.
  const blocking = own.filter(
    ({ parent, pid, command }) => parent === process.pid && !others.includes(pid) && !isLister(command),
  );
  const meant = [...blocking, ...blocking.flatMap(({ pid }) => below(own, pid))].map(({ pid }) => pid);
  for (const pid of meant) signal(pid, 'SIGTERM');
  await delay(grace);
  for (const pid of meant) signal(pid, 'SIGKILL');
}

type Running = { readonly pid: number; readonly parent: number; readonly command: string };

async function processes(): Promise<readonly Running[]> {
  const { stdout } =
    process.platform === 'win32'
      ? await run('powershell', ['-NoProfile', '-Command', windowsList], { windowsHide: true })
      : await run('ps', ['-A', '-o', 'pid=,ppid=,comm=']);
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .map(([pid, parent, ...command]) => ({ pid: Number(pid), parent: Number(parent), command: command.join(' ') }));
}

const windowsList =
  'Get-CimInstance Win32_Process | ForEach-Object { "$($_.ProcessId) $($_.ParentProcessId) $($_.Name)" }';

function isLister(command: string): boolean {
  return /(^|\/)ps$|^powershell(\.exe)?$/i.test(command);
}

function below(all: readonly Running[], root: number): readonly Running[] {
  return all.filter(({ parent }) => parent === root).flatMap((child) => [child, ...below(all, child.pid)]);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // ESRCH: it has ended.
  }
}
