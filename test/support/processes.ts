import { execFileSync } from 'node:child_process';

/** Process ids of everything that a process started, and what those started. */
export function descendants(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const line of execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n')) {
    const [pid, parent] = line.trim().split(/\s+/).map(Number);
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const below = (pid: number): number[] => (children.get(pid) ?? []).flatMap((child) => [child, ...below(child)]);
  return below(root);
}

/** Which of the processes still run; one that ended but was not yet collected does not. */
export function alive(pids: readonly number[]): number[] {
  if (pids.length === 0) return [];
  const states = (): string => {
    try {
      return execFileSync('ps', ['-o', 'pid=,stat=', '-p', pids.join(',')], { encoding: 'utf8' });
    } catch {
      return '';
    }
  };
  return states()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([pid, state]) => pid && !state.startsWith('Z'))
    .map(([pid]) => Number(pid));
}
