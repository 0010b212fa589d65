export { readVariables, type Variable } from './read.ts';
export { variables } from './view.ts';
