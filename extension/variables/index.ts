export { variables } from './view.ts';
