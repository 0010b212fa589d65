import { esmmText } from './esmm-text.ts';
import { pleText } from './ple-text.ts';
import type { TablesResult } from './result.ts';
import { seedText } from './seed-text.ts';

/** Everything that `npm run bench:tables` prints, as Markdown. */
export function tablesText({ seed, ple, esmm }: TablesResult): string {
  const parts = [seed && seedText(seed), ple && pleText(ple), esmm && esmmText(esmm)];
  return parts.filter((part) => part !== undefined).join('\n\n');
}
