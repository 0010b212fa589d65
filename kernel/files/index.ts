export { makeFolder } from './make-folder.ts';
export { replaceFile, replaceFileBy } from './replace-file.ts';
export { placesOf, replaceFiles } from './replace-files.ts';
