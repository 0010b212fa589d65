export { languageClient } from './client.ts';
export { quietTypescript } from './quiet-typescript.ts';
