import { readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';

/** Where the numbers of a result come from. */
export type About = {
  /** What makes them again. */
  readonly command: string;
  /** Day of the run, ISO 8601, and how long it took. */
  readonly date: string;
  readonly seconds: number;
  readonly machine: { readonly cpu: string; readonly cores: number };
  /** Versions of this package and of Node. */
  readonly versions: { readonly package: string; readonly node: string };
};

/**
 * Call it when the run begins; what it returns tells about the run so far. `flags` are those that were given, and what is only
 * known later.
 */
export function aboutRun(script: string, flags: Flags): (later?: Flags) => About {
  const begun = performance.now();
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return (later = {}) => {
    const given = Object.entries({ ...flags, ...later }).filter(([, value]) => value !== undefined);
    return {
      command: [
        'npm run',
        script,
        ...(given.length > 0 ? ['--'] : []),
        ...given.map((flag) => `--${flag.join(' ')}`),
      ].join(' '),
      date: new Date().toISOString().slice(0, 10),
      seconds: Math.round((performance.now() - begun) / 1000),
      machine: { cpu: cpus()[0]?.model.trim() ?? 'unknown', cores: availableParallelism() },
      versions: { package: version, node: process.version },
    };
  };
}

type Flags = Readonly<Record<string, string | undefined>>;

/** Where the numbers come from, in a line. */
export function aboutText({ command, date, seconds, machine, versions }: About): string {
  return (
    `\`${command}\`, ${date}, ${Math.round(seconds / 60)} minutes on ${machine.cores === 1 ? '1 core' : `${machine.cores} cores`} (${machine.cpu}), ` +
    `Node ${versions.node}, multitask-notebook ${versions.package}.`
  );
}
