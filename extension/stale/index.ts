export { staleCells } from './feature.ts';
