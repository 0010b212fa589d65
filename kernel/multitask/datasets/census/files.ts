import { cacheFolder, dataFolders } from '../files/data-folders.ts';
import { findFile } from '../files/find-file.ts';

/** The two files, under UCI's names or as train.csv and test.csv; plain, .gz or .br. */
export function censusFiles(folder?: string): { readonly train: string; readonly test: string } {
  const folders = folder === undefined ? dataFolders('census-income') : [folder];
  const train = findFile(folders, ['train.csv', 'census-income.data']);
  const test = findFile(folders, ['test.csv', 'census-income.test']);
  if (train && test) return { train, test };
  const missing = [...(train ? [] : ['census-income.data.gz']), ...(test ? [] : ['census-income.test.gz'])].join(
    ' and ',
  );
  const other = findFile(folders, ['census-income.data', 'census-income.test'], ['.bz2', '.xz', '.zip', '.Z']);
  throw new Error(
    [
      `census-income is not here: no ${missing} in ${folders.join(', nor in ')}.`,
      ...(other ? [`${other} is compressed in a way that cannot be read: unpack it, or use gzip.`] : []),
      'Run `npx multitask-notebook data census-income` once to download it,',
      `or get ${censusSources.map((source) => source.url).join(' and ')}`,
      `yourself and put both files into ${cacheFolder('census-income')}, or into a folder that MULTITASK_DATA names.`,
    ].join('\n'),
  );
}

/** Where UCI keeps the files, and the SHA-256 of their text once unpacked. */
export const censusSources = [
  {
    file: 'census-income.data.gz',
    url: 'https://archive.ics.uci.edu/ml/machine-learning-databases/census-income-mld/census-income.data.gz',
    sha256: '3676a81db7d3528f3f8b9f3c699d0f0aa28db45e6e994fa0b8ed38327539ee86',
  },
  {
    file: 'census-income.test.gz',
    url: 'https://archive.ics.uci.edu/ml/machine-learning-databases/census-income-mld/census-income.test.gz',
    sha256: '98402b1ab879573d0a7f38a699a40258080e25e33d3401e7bf9c96d3fa0fab8c',
  },
] as const;
