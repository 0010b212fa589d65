import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Two hosts on this machine: network namespaces with a wire between them. Nothing of them is seen outside; another prefix makes others. */
const prefix = process.env.MULTITASK_HOSTS ?? 'mt';
export const head = `${prefix}-head`;
export const worker = `${prefix}-worker`;
const wires = { head: `${prefix}-wire-h`, worker: `${prefix}-wire-w` };
export const headAddress = '10.77.0.1';
const workerAddress = '10.77.0.2';
const url = `http://${headAddress}:8265`;

export function makeHosts(): void {
  removeHosts();
  for (const host of [head, worker]) ip('netns', 'add', host);
  ip('link', 'add', wires.head, 'type', 'veth', 'peer', 'name', wires.worker);
  for (const [host, wire, address] of [
    [head, wires.head, headAddress],
    [worker, wires.worker, workerAddress],
  ] as const) {
    ip('link', 'set', wire, 'netns', host);
    ip('-n', host, 'link', 'set', wire, 'name', 'eth0');
    ip('-n', host, 'addr', 'add', `${address}/24`, 'dev', 'eth0');
    for (const device of ['lo', 'eth0']) ip('-n', host, 'link', 'set', device, 'up');
  }
}

/** A wire from this machine itself to the first host, for programs that do not run on it. It goes with the hosts. */
export function reachHead(): void {
  ip('link', 'add', 'mt-wire-o', 'type', 'veth', 'peer', 'name', 'mt-wire-i');
  ip('link', 'set', 'mt-wire-i', 'netns', head);
  ip('-n', head, 'addr', 'add', '10.77.9.1/30', 'dev', 'mt-wire-i');
  ip('-n', head, 'link', 'set', 'mt-wire-i', 'up');
  ip('addr', 'add', '10.77.9.2/30', 'dev', 'mt-wire-o');
  ip('link', 'set', 'mt-wire-o', 'up');
  ip('route', 'add', headAddress, 'via', '10.77.9.1');
}

/** With every process in them. */
export function removeHosts(): void {
  for (const host of [head, worker]) {
    if (!ip('netns', 'list').split(/\s+/).includes(host)) continue;
    killHost(host);
    ip('netns', 'del', host);
  }
}

/** As when its power is cut. The process that asks may live there: it is spared, with those above it. */
export function killHost(host: string): void {
  const spared = new Set(ancestors());
  for (const pid of pidsOf(host)) {
    if (spared.has(pid)) continue;
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}

export function pidsOf(host: string): number[] {
  return ip('netns', 'pids', host).split('\n').filter(Boolean).map(Number);
}

/** What runs on both, as it was called. Others of this machine may do alike. */
export function commandsOnHosts(): string[] {
  return [head, worker].flatMap(pidsOf).flatMap((pid) => {
    try {
      return [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });
}

export function cutWire(): void {
  ip('-n', worker, 'link', 'set', 'eth0', 'down');
}

export function mendWire(): void {
  ip('-n', worker, 'link', 'set', 'eth0', 'up');
}

/** @param python of the environment that has Ray: jobs run with it. */
export async function startRay(python: string, log: string): Promise<{ readonly url: string; end(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'mt-ray-'));
  const first = start(python, log, head, [
    '--head',
    `--node-ip-address=${headAddress}`,
    '--port=6379',
    `--dashboard-host=${headAddress}`,
    '--dashboard-port=8265',
    `--temp-dir=${folder}`,
  ]);
  await until(() => nodes() === 1);
  await startWorker(python, log);
  return {
    url,
    async end() {
      first.kill('SIGTERM');
      await Promise.race([once(first, 'exit'), sleep(20_000)]);
      // Some of it outlives that, and writes into the folder.
      for (const host of [head, worker]) killHost(host);
      await rm(folder, { recursive: true, force: true, maxRetries: 20 });
    },
  };
}

/** Joins the second host to the cluster, also where it has been killed. */
export async function startWorker(python: string, log: string): Promise<void> {
  await until(() => nodes() === 1);
  start(python, log, worker, [`--address=${headAddress}:6379`, `--node-ip-address=${workerAddress}`]);
  await until(() => nodes() === 2);
}

/** Has the second host join again where the cluster has lost it. */
export async function mendCluster(python: string, log: string): Promise<void> {
  await until(() => nodes() > 0);
  if (nodes() === 2) return;
  killHost(worker);
  await startWorker(python, log);
}

/** Two CPUs a host. Workers get their share beside other suites, and lost hosts are noticed within ten seconds. */
function start(python: string, log: string, host: string, options: readonly string[]): ChildProcess {
  const bin = join(python, '..');
  const common = ['--num-cpus=2', '--object-store-memory=150000000', '--disable-usage-stats', '--block'];
  const output = openSync(log, 'a');
  return spawn('ip', ['netns', 'exec', host, join(bin, 'ray'), 'start', ...options, ...common], {
    env: {
      ...process.env,
      PATH: `${bin}:${process.env.PATH}`,
      GLOO_SOCKET_IFNAME: 'eth0',
      OMP_NUM_THREADS: '1',
      RAY_USAGE_STATS_ENABLED: '0',
      RAY_worker_niceness: '0',
      RAY_health_check_period_ms: '1000',
      RAY_health_check_timeout_ms: '5000',
      RAY_health_check_failure_threshold: '3',
    },
    stdio: ['ignore', output, output],
  });
}

/** How many hosts the cluster has, as its dashboard says. */
function nodes(): number {
  const ask = ['curl', '-sf', '--max-time', '5', `${url}/nodes?view=summary`];
  const text = execFileSync('ip', ['netns', 'exec', head, ...ask], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const { summary } = JSON.parse(text).data;
  return summary.filter((each: { raylet: { state?: string } }) => each.raylet.state === 'ALIVE').length;
}

/** Waits for a condition; what throws is not there yet. */
export async function until(condition: () => Promise<boolean> | boolean, seconds = 180): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    try {
      if (await condition()) return;
    } catch {
      // Not yet.
    }
    if (performance.now() > deadline) throw new Error(`It did not come within ${seconds} s: ${condition}`);
    await sleep(300);
  }
}

function ancestors(): number[] {
  const found = [process.pid];
  for (let pid = process.ppid; pid > 1; ) {
    found.push(pid);
    pid = Number(execFileSync('ps', ['-o', 'ppid=', '-p', `${pid}`], { encoding: 'utf8' }).trim());
  }
  return found;
}

function ip(...options: readonly string[]): string {
  return execFileSync('ip', options, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
