export { languageTools } from './feature.ts';
