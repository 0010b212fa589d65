import type { About } from '../about.ts';

/** The languages that there is a README in. */
export type Language = 'en' | 'zh';

/** A phrase in both. */
export type Phrase = Readonly<Record<Language, string>>;

/** The line above a table: the command that makes it, the machine and the day. */
export function sourceLine({ command, date, machine, versions }: About, language: Language): string {
  const made = `\`${command}\``;
  return language === 'en'
    ? `${made} · ${date} · ${machine.cpu}, ${machine.cores} core${machine.cores === 1 ? '' : 's'} · Node ${versions.node}`
    : `${made} · ${date} · ${machine.cpu}，${machine.cores} 核 · Node ${versions.node}`;
}

/** What stands where nothing was measured. */
export const nothing = '–';
