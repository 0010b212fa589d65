import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The first of `folders` that has one of `names`, plain or with one of `endings`; undefined when none has. */
export function findFile(
  folders: readonly string[],
  names: readonly string[],
  endings: readonly string[] = ['', '.gz', '.br'],
): string | undefined {
  const candidates = folders.flatMap((folder) =>
    names.flatMap((name) => endings.map((ending) => join(folder, name + ending))),
  );
  return candidates.find((candidate) => existsSync(candidate));
}
