export { widgets } from './feature.ts';
