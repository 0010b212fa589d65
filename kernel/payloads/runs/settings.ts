import type { RunRow } from './run-row.ts';

/**
 * What a run was trained with, by name and as code. Runs of old notebooks do not know their options: of them it is what
 * every run tells, under the names of the options.
 */
export function settingsOf(row: Pick<RunRow, 'run' | 'epochs'>): Readonly<Record<string, string>> {
  const known = found.get(row) ?? settingsNow(row);
  found.set(row, known);
  return known;
}

/** Every cell of a table asks for them. */
const found = new WeakMap<object, Readonly<Record<string, string>>>();

function settingsNow({ run, epochs }: Pick<RunRow, 'run' | 'epochs'>): Readonly<Record<string, string>> {
  const { settings } = run;
  const told = {
    ...(settings === undefined && run.summary.length > 0 ? { model: run.summary.join(', ') } : {}),
    batchSize: String(run.batchSize),
    epochs: String(epochs),
  };
  // The options come first, and in their order.
  return { ...settings, ...told, ...settings, rows: String(run.rows), validationRows: String(run.validationRows) };
}

/** Whether a setting is a seed: of the order of rows, or of the first weights. */
export function isSeed(name: string): boolean {
  return name === 'seed' || name.endsWith('.seed');
}

/**
 * Names of the settings, seeds apart, that have two values or more among the runs that have them at all: one that only some
 * models know and that all of them have alike tells no run from another.
 */
export function differingSettings(rows: readonly Pick<RunRow, 'run' | 'epochs'>[]): readonly string[] {
  const values = new Map<string, Set<string>>();
  const known = rows.filter(({ run }) => run.settings !== undefined);
  for (const row of [...known, ...rows.filter(({ run }) => run.settings === undefined)]) {
    for (const [name, value] of Object.entries(settingsOf(row))) {
      const known = values.get(name);
      if (known === undefined) values.set(name, new Set([value]));
      else known.add(value);
    }
  }
  return [...values].filter(([name, known]) => known.size > 1 && !isSeed(name)).map(([name]) => name);
}

/** A value as a reader wants it: strings without their quotes. */
export function settingText(code: string): string {
  return /^'(?:[^'\\])*'$/.test(code) ? code.slice(1, -1) : code;
}
