export { replaceFile, replaceFileBy } from './replace-file.ts';
