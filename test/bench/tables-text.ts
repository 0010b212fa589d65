import type { About } from './about.ts';
import { esmmText } from './esmm-text.ts';
import { pleText } from './ple-text.ts';
import { seedText } from './seed-text.ts';
import type { TablesResult } from './tables-result.ts';

/** Everything that `npm run bench:tables` prints, as Markdown. */
export function tablesText({ about, seed, ple, esmm }: TablesResult): string {
  const parts = [seed && seedText(seed), ple && pleText(ple), esmm && esmmText(esmm), aboutText(about)];
  return parts.filter((part) => part !== undefined).join('\n\n');
}

/** Where the numbers come from, in a line. */
export function aboutText({ command, date, seconds, machine, versions }: About): string {
  return (
    `\`${command}\`, ${date}, ${Math.round(seconds / 60)} minutes on ${machine.cores} cores (${machine.cpu}), ` +
    `Node ${versions.node}, multitask-notebook ${versions.package}.`
  );
}
