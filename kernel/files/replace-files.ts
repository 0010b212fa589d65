import { access, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from './replace-file.ts';

/**
 * Writes several files of one folder together or not at all: whoever reads them by `placesOf` finds all of the last set or all of
 * this one, also after a crash in the middle.
 *
 * Each file is first written beside its place. The record is the last of them: once it stands beside its place, the set counts, and
 * what follows are renames that anyone may finish.
 */
export async function replaceFiles(
  folder: string,
  record: { readonly name: string; readonly content: string },
  files: Readonly<Record<string, Iterable<Uint8Array>>>,
): Promise<void> {
  const names = Object.keys(files);
  await moveIntoPlace(folder, record.name, names);
  for (const [name, content] of Object.entries(files)) await replaceFile(join(folder, ahead(name)), content);
  await replaceFile(join(folder, ahead(record.name)), record.content);
  await moveIntoPlace(folder, record.name, names);
}

/** Where the record and the files of the last whole set are; the places of files that are missing too. */
export async function placesOf<Name extends string>(
  folder: string,
  record: string,
  names: readonly Name[],
): Promise<{ readonly record: string; readonly files: Readonly<Record<Name, string>> }> {
  const isAhead = await exists(join(folder, ahead(record)));
  const place = async (name: string) =>
    join(folder, isAhead && (await exists(join(folder, ahead(name)))) ? ahead(name) : name);
  const files = await Promise.all(names.map(async (name) => [name, await place(name)] as const));
  return {
    record: join(folder, isAhead ? ahead(record) : record),
    files: Object.fromEntries(files) as Record<Name, string>,
  };
}

/** Ends what a writer began, or removes what it left before its set counted. */
async function moveIntoPlace(folder: string, record: string, names: readonly string[]): Promise<void> {
  const counts = await exists(join(folder, ahead(record)));
  for (const name of [...names, record]) {
    const from = join(folder, ahead(name));
    if (!(await exists(from))) continue;
    await (counts ? rename(from, join(folder, name)) : rm(from));
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** A file's name while it waits for the others. */
function ahead(name: string): string {
  return `.next-${name}`;
}
