import { spawnSync } from 'node:child_process';

/** Ends this process and what it started, at once. The kernel starts it as the leader of a group of its own. */
export function endProcessGroup(): void {
  endGroupOf(process.pid);
  process.kill(process.pid, 'SIGKILL');
}

/** Ends the process group that a process leads; nothing happens when it is gone. */
export function endGroupOf(pid: number): void {
  try {
    if (process.platform === 'win32') spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'], { windowsHide: true });
    else process.kill(-pid, 'SIGKILL');
  } catch {
    // ESRCH: it ended by itself.
  }
}
