import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** The file of each part of a dataset. */
export type PartFiles = {
  /** Path of the train rows. */
  readonly train: string;
  /** Path of the validation rows; there are none without this. */
  readonly validation?: string;
  /** Path of the test rows; there are none without this. */
  readonly test?: string;
};

/**
 * Finds the parts of a dataset in a folder by "train", "val" and "test" in their names or in the name of the folder they
 * are in. A file stands for itself: it is all train.
 *
 * @throws when nothing is there, or when two files could be the same part.
 */
export function partFiles(source: string | PartFiles): PartFiles {
  if (typeof source !== 'string') return source;
  const status = statSync(source, { throwIfNoEntry: false });
  if (!status) throw new Error(`There is no file or folder ${source}.`);
  if (status.isFile()) return { train: source };
  const files = readdirSync(source, { withFileTypes: true }).flatMap((entry) => {
    const path = join(source, entry.name);
    if (!entry.isDirectory()) return [path];
    return readdirSync(path, { withFileTypes: true }).flatMap((inner) =>
      inner.isFile() ? [join(path, inner.name)] : [],
    );
  });
  const one = (part: string, pattern: RegExp): string | undefined => {
    const found = files.filter((file) => pattern.test(relative(source, file)) && /\.(txt|csv)(\.gz|\.br)?$/.test(file));
    if (found.length > 1) {
      throw new Error(
        `${source} has more than one ${part} file: ${found.map((file) => relative(source, file)).join(', ')}. ` +
          "Say which: { train: '…', validation: '…', test: '…' }.",
      );
    }
    return found[0];
  };
  const train = one('train', /train/i);
  const validation = one('validation', /val/i);
  const test = one('test', /test/i);
  if (!train) throw new Error(`${source} has no .txt or .csv file with "train" in its name.`);
  return { train, ...(validation && { validation }), ...(test && { test }) };
}
