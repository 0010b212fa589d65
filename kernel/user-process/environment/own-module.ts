import type { Library } from './library.ts';

/** Packages of the kernel that a notebook may import although its folder has none: those behind the globals. */
export function ownModule(specifier: string, library: Library): Promise<object> | undefined {
  switch (specifier) {
    case 'multitask-notebook':
      return library.module();
    case '@tensorflow/tfjs':
      return library.tensorflow();
    case '@tensorflow/tfjs-core':
      return import('@tensorflow/tfjs-core');
    case '@tensorflow/tfjs-layers':
      return import('@tensorflow/tfjs-layers');
    case '@duckdb/node-api':
      return import('@duckdb/node-api');
    default:
      return undefined;
  }
}
