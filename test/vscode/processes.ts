import { execFileSync } from 'node:child_process';

export type Process = { readonly id: number; readonly parent: number; readonly command: string };

/** Every process of this machine that has not ended. */
export function listProcesses(): readonly Process[] {
  const table = execFileSync('ps', ['-axww', '-o', 'pid=,ppid=,stat=,args='], { encoding: 'utf8', maxBuffer: 2 ** 26 });
  return table.split('\n').flatMap((line) => {
    const [, id, parent, state, command] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    if (id === undefined || state.startsWith('Z')) return [];
    return [{ id: Number(id), parent: Number(parent), command }];
  });
}

/** A process and all that descend from it, also those in process groups of their own. */
export function processTree(root: number): readonly Process[] {
  const all = listProcesses();
  const found = all.filter(({ id }) => id === root);
  for (const { id } of found) found.push(...all.filter(({ parent }) => parent === id));
  return found;
}

/** Ends a process and its descendants by their ids: politely, then after two seconds for certain. */
export async function endTree(root: number): Promise<void> {
  const tree = processTree(root);
  signal([...tree.slice(0, 1)], 'SIGTERM');
  const isAlive = () => {
    const alive = new Set(listProcesses().map(({ id }) => id));
    return tree.filter(({ id }) => alive.has(id));
  };
  await waitFor('the processes to end', () => isAlive().length === 0, 2000).catch(() => signal(isAlive(), 'SIGKILL'));
}

function signal(processes: readonly Process[], name: NodeJS.Signals): void {
  for (const { id } of processes) {
    try {
      process.kill(id, name);
    } catch {
      // It has just ended.
    }
  }
}

/** Resolves with the first value that is neither false nor undefined; says what it waited for when time is up. */
export async function waitFor<Value>(
  what: string,
  probe: () => Value | Promise<Value>,
  milliseconds = 30_000,
): Promise<Exclude<Value, false | undefined | null>> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const value = await probe();
    if (value !== false && value !== undefined && value !== null) {
      return value as Exclude<Value, false | undefined | null>;
    }
    if (Date.now() > end) throw new Error(`Waited ${milliseconds / 1000} s for ${what}.`);
    await new Promise((done) => setTimeout(done, 100));
  }
}
