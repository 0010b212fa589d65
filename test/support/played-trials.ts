import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import type { FakeRay } from './fake-ray.ts';

/** What became of the jobs that were played. */
export type Played = { readonly pieces: string[] };

/**
 * Plays `ray_trials.py`: the program of the job's own package does each piece of work, in a folder that has nothing else.
 * @param place a folder for the package; whoever gives it removes it.
 * @param until how many pieces it does before `end`, which may break what it likes.
 */
export function playTrials(
  fake: FakeRay,
  place: string,
  until = Number.POSITIVE_INFINITY,
  end: () => void = () => {},
): Played {
  const pieces: string[] = [];
  fake.onSubmit = (job) => {
    job.state = 'RUNNING';
    const say = (told: unknown) => (job.log += `@multitask ${JSON.stringify(told)}\n`);
    const folder = /'(.*)'/.exec(`${job.submission.entrypoint}`)?.[1] ?? '';
    const environment = job.submission.runtime_env as { readonly working_dir: string };
    const root = unpacked(place, fake.packages.get(environment.working_dir.slice('gcs://'.length)) as Buffer);
    const states = new Map<string, Buffer>();
    const play = async () => {
      while (job.state === 'RUNNING') {
        const names = existsSync(folder)
          ? readdirSync(folder)
              .filter((name) => name.startsWith('work-'))
              .sort()
          : [];
        const name = names
          .map((each) => each.slice('work-'.length, -'.json'.length))
          .find((each) => !pieces.includes(each));
        if (name === undefined) {
          await new Promise((resolve) => setTimeout(resolve, 20));
          continue;
        }
        if (pieces.length === until) return end();
        pieces.push(name);
        const { work, after } = JSON.parse(readFileSync(join(folder, `work-${name}.json`), 'utf8'));
        const given = [
          Buffer.from(work, 'base64'),
          readFileSync(join(folder, 'rows.bin')),
          (after === null ? undefined : states.get(after)) ?? Buffer.alloc(0),
        ];
        const told = (event: object) => say({ kind: 'trial', name, ...event });
        const done = await ran(root, given, (epoch) => told({ state: 'running', epoch }));
        if (typeof done === 'string') told({ state: 'failed', message: done });
        else if (job.state === 'RUNNING') {
          writeFileSync(join(folder, `result-${name}.bin`), done[0]);
          states.set(name, done[1]);
          told({ state: 'done' });
        }
      }
    };
    play().catch((error) => Object.assign(job, { state: 'FAILED', message: `${error}` }));
  };
  return { pieces };
}

function unpacked(place: string, zip: Buffer): string {
  const root = mkdtempSync(join(place, 'package-'));
  for (const [name, content] of Object.entries(unzipSync(zip))) {
    if (name.endsWith('/')) continue;
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  return root;
}

/** As `node.py` speaks with it. @returns result and state, or what went wrong. */
async function ran(
  root: string,
  given: readonly Buffer[],
  onEpoch: (epoch: number) => void,
): Promise<readonly [Buffer, Buffer] | string> {
  const cwd = mkdtempSync(join(root, 'place-'));
  const program = spawn(process.execPath, [join(root, 'dist/kernel/trials/program.js')], {
    cwd,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  program.stdin.write(`${JSON.stringify(given.map((part) => part.length))}\n`);
  for (const part of given) program.stdin.write(part);
  let rest = Buffer.alloc(0);
  for await (const chunk of program.stdout) {
    rest = Buffer.concat([rest, chunk]);
    for (let line = rest.indexOf('\n'); line >= 0; line = rest.indexOf('\n')) {
      const event = JSON.parse(rest.toString('utf8', 0, line));
      if (event.kind === 'result') {
        const [first, second] = event.sizes;
        if (rest.length < line + 1 + first + second) break;
        program.stdin.end();
        return [rest.subarray(line + 1, line + 1 + first), rest.subarray(line + 1 + first, line + 1 + first + second)];
      }
      rest = rest.subarray(line + 1);
      if (event.kind === 'failed') {
        program.stdin.end();
        return event.message;
      }
      if (event.kind === 'epoch') onEpoch(event.epoch);
    }
  }
  throw new Error(`the program ended with ${program.exitCode}`);
}
