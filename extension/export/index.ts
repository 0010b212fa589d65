export { notebookExport } from './commands.ts';
