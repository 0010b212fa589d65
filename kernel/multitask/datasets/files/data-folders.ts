import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where a dataset's files may be, first match wins: in MULTITASK_DATA (or its folder of that name), then in the cache. */
export function dataFolders(dataset: string, environment: NodeJS.ProcessEnv = process.env): string[] {
  const given = environment.MULTITASK_DATA;
  return [...(given ? [join(given, dataset), given] : []), cacheFolder(dataset, environment)];
}

/** Where `data` keeps a dataset of this name; by the conventions of the platform. */
export function cacheFolder(
  dataset: string,
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  return join(cacheRoot(environment, platform), 'multitask-notebook', dataset);
}

function cacheRoot(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (environment.XDG_CACHE_HOME) return environment.XDG_CACHE_HOME;
  if (platform === 'win32') return environment.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  return join(homedir(), '.cache');
}
