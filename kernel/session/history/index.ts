export { createHistory, type History } from './history.ts';
export { createHistoryFiles } from './history-files.ts';
export { historyFolder } from './history-folder.ts';
