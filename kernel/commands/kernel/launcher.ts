/**
 * Calls `gone` once when the program that started this kernel has ended without saying so. Three signs, as none exists
 * everywhere: the IPC channel of our own launcher closes (every platform); the parent of a kernel that Jupyter started
 * changes (POSIX); the parent's process id is no longer alive (Windows, and launchers behind a wrapper script).
 */
export function whenLauncherIsGone(gone: () => void): void {
  if (process.connected) {
    process.once('disconnect', gone);
    process.channel?.unref();
  }
  // Jupyter sets it; without it the kernel was started by hand and may outlive its shell.
  const declared = process.env.JPY_PARENT_PID;
  if (!declared) return;
  const parent = process.ppid;
  // On Windows the variable holds a handle, elsewhere a process id, perhaps of another machine or container.
  const launcher = process.platform !== 'win32' && isAlive(Number(declared)) ? Number(declared) : parent;
  const timer = setInterval(() => {
    if (process.ppid === parent && isAlive(parent) && isAlive(launcher)) return;
    clearInterval(timer);
    gone();
  }, 1_000);
  timer.unref();
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
