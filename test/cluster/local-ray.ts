import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../support/free-port.ts';
import { until } from './hosts.ts';

export type LocalRay = { readonly url: string; end(): Promise<void> };

/**
 * A Ray cluster of this machine alone, with two CPUs, which listens on 127.0.0.1.
 *
 * @param python of the environment that has Ray: jobs run with it.
 */
export async function startLocalRay(python: string, log: string): Promise<LocalRay> {
  const bin = join(python, '..');
  const folder = mkdtempSync(join(tmpdir(), 'mt-ray-'));
  const [port, dashboard] = [await freePort(), await freePort()];
  const options = [
    '--head',
    '--node-ip-address=127.0.0.1',
    `--port=${port}`,
    '--dashboard-host=127.0.0.1',
    `--dashboard-port=${dashboard}`,
    '--num-cpus=2',
    '--object-store-memory=150000000',
    '--disable-usage-stats',
    '--block',
    `--temp-dir=${folder}`,
  ];
  const output = openSync(log, 'a');
  const child = spawn(join(bin, 'ray'), ['start', ...options], {
    env: { ...process.env, PATH: `${bin}:${process.env.PATH}`, OMP_NUM_THREADS: '1', RAY_USAGE_STATS_ENABLED: '0' },
    stdio: ['ignore', output, output],
  });
  const url = `http://127.0.0.1:${dashboard}`;
  await until(async () => (await fetch(`${url}/api/jobs/`)).ok);
  return {
    url,
    async end() {
      child.kill('SIGTERM');
      await Promise.race([once(child, 'exit'), sleep(20_000)]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
