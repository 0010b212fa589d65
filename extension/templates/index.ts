export { columnsOf } from './columns.ts';
export { newNotebook } from './command.ts';
