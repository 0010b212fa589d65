import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/**
 * Where the history of cells is kept over sessions: the folder that `MULTITASK_HISTORY` names, else the platform's. Undefined where that
 * is `off`: then nothing is kept.
 */
export function historyFolder(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  const given = environment.MULTITASK_HISTORY?.trim() ?? '';
  if (/^(?:off|0|false|no|none)$/i.test(given)) return undefined;
  if (given !== '' && !/^(?:on|1|true|yes)$/i.test(given)) return isAbsolute(given) ? given : resolve(given);
  return join(stateRoot(environment, platform), 'multitask-notebook', 'history');
}

function stateRoot(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (environment.XDG_STATE_HOME) return environment.XDG_STATE_HOME;
  if (platform === 'win32') return environment.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support');
  return join(homedir(), '.local', 'state');
}
