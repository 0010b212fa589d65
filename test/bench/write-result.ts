import { writeFileSync } from 'node:fs';

/** Writes a result as JSON with six significant digits: more than any standard error here has. */
export function writeResult(file: string, result: unknown): void {
  const rounded = (_: string, value: unknown) =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(6)) : value;
  writeFileSync(file, `${JSON.stringify(result, rounded, 2)}\n`);
}
