import { isAlive, type Launcher } from '../../jupyter/index.ts';

const watchMs = 1_000;

/**
 * Calls `gone` once when the program that started this kernel has ended without saying so. Three signs, as none exists
 * everywhere: the IPC channel of our own launcher closes (every platform); the parent of a kernel that Jupyter started
 * changes (POSIX); the parent's process id is no longer alive (Windows, and launchers behind a wrapper script).
 *
 * A launcher that says it leaves (the window of an editor is loaded again) may be followed by another within a time.
 */
export function watchLauncher(gone: () => void): Launcher {
  let timer: NodeJS.Timeout | undefined;
  const watch = (isThere: () => boolean): void => {
    clearInterval(timer);
    timer = setInterval(() => {
      if (isThere()) return;
      clearInterval(timer);
      gone();
    }, watchMs);
    timer.unref();
  };
  if (process.connected) {
    process.once('disconnect', gone);
    process.channel?.unref();
  }
  // Jupyter sets it; without it the kernel was started by hand and may outlive its shell.
  const declared = process.env.JPY_PARENT_PID;
  if (declared) {
    const parent = process.ppid;
    // On Windows the variable holds a handle, elsewhere a process id, perhaps of another machine or container.
    const launcher = process.platform !== 'win32' && isAlive(Number(declared)) ? Number(declared) : parent;
    watch(() => process.ppid === parent && isAlive(parent) && isAlive(launcher));
  }
  return {
    handOver(milliseconds) {
      process.off('disconnect', gone);
      const end = Date.now() + milliseconds;
      watch(() => Date.now() < end);
    },
    adopt(processId) {
      process.off('disconnect', gone);
      watch(() => isAlive(processId));
    },
  };
}
