import { execFile, spawn } from 'node:child_process';
import { cpSync, createWriteStream, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../support/free-port.ts';
import { endTree, listProcesses, type Process, processTree, waitFor } from './processes.ts';

/** A running VS Code with our extension installed and a workspace of its own. */
export type Server = {
  readonly url: string;
  readonly workspace: string;
  /** The processes of VS Code itself and all that descend from it. */
  readonly processes: () => readonly Process[];
  /**
   * What our extension started, or what runs its code: language servers, kernels and what these started,
   * also those whose parent is gone.
   */
  readonly ours: () => readonly Process[];
  /** Of these, what runs cells: kernels, their user processes, esbuild. */
  readonly cells: () => readonly Process[];
  readonly close: () => Promise<void>;
};

export type Installed = { readonly node: string; readonly entry: string };

/** The code-server that setup.sh installed, or undefined. */
export function findCodeServer(): Installed | undefined {
  const cache =
    process.env.MULTITASK_CI_CACHE ??
    join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'multitask-notebook-ci');
  const node = join(cache, 'node24/node_modules/node/bin/node');
  const entry = join(cache, 'code-server/node_modules/code-server/out/node/entry.js');
  return existsSync(node) && existsSync(entry) ? { node, entry } : undefined;
}

const settings = {
  'workbench.startupEditor': 'none',
  'workbench.colorTheme': 'Dark Modern',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'chat.disableAIFeatures': true,
  'files.autoSave': 'off',
  'files.hotExit': 'off',
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'git.enabled': false,
  'window.commandCenter': false,
  // A test clicks through the question once; the others shall not meet it.
  'multitask-notebook.confirmRestart': false,
};

/** Installs the extension as VS Code does, once for all servers, and returns the folder, which each server copies. */
export async function installExtension({ node, entry }: Installed, vsix: string): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), 'multitask-installed-'));
  process.once('exit', () => rmSync(home, { recursive: true, force: true }));
  const extensions = join(home, 'extensions');
  const folders = ['--user-data-dir', join(home, 'user'), '--extensions-dir', extensions];
  const install = [...folders, '--install-extension', resolve(vsix), '--force'];
  await promisify(execFile)(node, [entry, ...install], { env: environment(home) });
  return extensions;
}

/** Of a code-server that knows nothing of others on this machine. */
function environment(home: string): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_STATE_HOME: join(home, 'state'),
  };
  for (const name of ['PASSWORD', 'HASHED_PASSWORD', 'PORT', 'VSCODE_IPC_HOOK_CLI']) delete env[name];
  return env;
}

/**
 * Starts VS Code with an empty profile, because it restores unsaved notebooks from the profile of the server. The extension
 * host may outlive its window by five seconds instead of three hours.
 * @param installed where `installExtension` put the extension.
 */
export async function startServer(
  { node, entry }: Installed,
  installed: string,
  trust: 'given' | 'asked',
): Promise<Server> {
  const home = mkdtempSync(join(tmpdir(), 'multitask-vscode-'));
  const [user, extensions, workspace] = ['user', 'extensions', 'workspace'].map((name) => join(home, name));
  mkdirSync(join(user, 'User'), { recursive: true });
  mkdirSync(workspace);
  cpSync(installed, extensions, { recursive: true, verbatimSymlinks: true });
  writeFileSync(join(user, 'User/settings.json'), JSON.stringify(settings));
  const folders = ['--user-data-dir', user, '--extensions-dir', extensions];
  const env = environment(home);

  const port = await freePort();
  const options = ['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, '--reconnection-grace-time', '5'];
  const quiet = ['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'];
  const trusted = trust === 'given' ? ['--disable-workspace-trust'] : [];
  const child = spawn(node, [entry, ...options, ...quiet, ...trusted, ...folders, workspace], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = createWriteStream('out/vscode-server.log', { flags: 'a' });
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  const root = child.pid ?? 0;
  const url = `http://127.0.0.1:${port}`;
  const answers = () =>
    fetch(`${url}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await waitFor('code-server to answer', answers, 60_000);
  const ours = () => listProcesses().filter(({ command }) => command.includes(join(extensions, 'multitask-notebook')));
  return {
    url,
    workspace,
    processes: () => processTree(root),
    ours,
    cells: () => ours().filter(({ command }) => /\/(dist\/kernel|node_modules\/@esbuild)\//.test(command)),
    async close() {
      await endTree(root);
      // What the extension said is the first thing to read when a check failed.
      cpSync(join(user, 'logs'), 'out/vscode-logs', { recursive: true, force: true });
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
