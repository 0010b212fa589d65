export { cellDebugger } from './feature.ts';
