export { makeFolder } from './make-folder.ts';
export { replaceFile, replaceFileBy } from './replace-file.ts';
