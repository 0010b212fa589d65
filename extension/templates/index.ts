export { newNotebook } from './command.ts';
