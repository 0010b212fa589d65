/** Loaded first (`--import`) by a worker thread that a cell starts from TypeScript: the loader of files beside the notebook. */
import { register } from 'node:module';

register(new URL('./module-hooks.js', import.meta.url));
process.setSourceMapsEnabled(true);
