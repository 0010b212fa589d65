import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A program that may run the kernel: Node, or VS Code's own runtime told to behave like Node. */
export type Runtime = {
  readonly from: 'setting' | 'path' | 'editor';
  readonly program: string;
  /** VS Code's runtime needs ELECTRON_RUN_AS_NODE; a real Node needs nothing. */
  readonly environment: Readonly<Record<string, string>>;
};

export type SelfTest =
  | { readonly fit: true; readonly version: string; readonly program: string }
  | { readonly fit: false; readonly reason: string };

export type NodeChoice = {
  readonly runtime: Runtime;
  readonly version: string;
  /** Those that came first but failed their self-test, with the reason. */
  readonly refused: readonly { readonly runtime: Runtime; readonly reason: string }[];
};

/** The first candidate that passes its self-test. Throws an error that names every candidate and what was wrong with it. */
export async function chooseNode(
  candidates: readonly Runtime[],
  selfTest: (runtime: Runtime) => Promise<SelfTest>,
): Promise<NodeChoice> {
  const refused: { runtime: Runtime; reason: string }[] = [];
  for (const runtime of candidates) {
    const result = await selfTest(runtime);
    if (result.fit) return { runtime: { ...runtime, program: result.program }, version: result.version, refused };
    refused.push({ runtime, reason: result.reason });
  }
  const tried = refused.map(({ runtime, reason }) => `${runtime.program}: ${reason}`).join('; ');
  throw new Error(
    `No program was found that can run the kernel (${tried}). Install Node ${oldestNode} or newer, or set multitask-notebook.nodePath to one.`,
  );
}

/** The order of the candidates: what the user set, every Node on PATH, VS Code's own runtime. */
export function nodeCandidates(setting: string, pathVariable: string, editorProgram: string): Runtime[] {
  const names = process.platform === 'win32' ? ['node.exe'] : ['node'];
  const onPath = pathVariable
    .split(delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .filter(isProgram);
  return [
    ...(setting === '' ? [] : [{ from: 'setting', program: setting, environment: {} } as const]),
    ...[...new Set(onPath)].map((program) => ({ from: 'path', program, environment: {} }) as const),
    { from: 'editor', program: editorProgram, environment: { ELECTRON_RUN_AS_NODE: '1' } },
  ];
}

export const oldestNode = '20.19';

/**
 * What the kernel cannot do without: a new enough Node, the ZeroMQ addon, and an inspector that a worker may use.
 * It also says where the program really is, because a version switcher's shim would not pass signals on.
 */
const selfTestCode = `
const load = require('node:module').createRequire(process.argv[1]);
load('zeromq');
if (typeof require('node:inspector').Session.prototype.connectToMainThread !== 'function') throw new Error('no inspector');
console.log(JSON.stringify({ version: process.versions.node, program: process.execPath }));
`;

/** Runs the self-test in `runtime`, with the addon found from `packageFile`. Never throws. */
export function selfTestNode(runtime: Runtime, packageFile: string, environment: NodeJS.ProcessEnv): Promise<SelfTest> {
  return new Promise((done) => {
    const env = { ...environment, ...runtime.environment };
    execFile(
      runtime.program,
      ['-e', selfTestCode, packageFile],
      { env, timeout: 15_000, windowsHide: true },
      (error, stdout, stderr) => done(readSelfTest(error, stdout, stderr)),
    );
  });
}

/** The meaning of what the self-test printed. */
export function readSelfTest(error: Error | null, stdout: string, stderr: string): SelfTest {
  if (error) {
    const said = stderr.split('\n').find((line) => /error/i.test(line));
    return { fit: false, reason: said?.trim() ?? error.message.split('\n')[0] ?? 'it did not start' };
  }
  const { version, program } = parseAnswer(stdout);
  if (typeof version !== 'string' || typeof program !== 'string') return { fit: false, reason: 'it is not Node' };
  if (!isNewEnough(version))
    return { fit: false, reason: `it is Node ${version}, and ${oldestNode} or newer is needed` };
  return { fit: true, version, program };
}

function parseAnswer(stdout: string): { readonly version?: unknown; readonly program?: unknown } {
  try {
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') ?? {};
  } catch {
    return {};
  }
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldestNode.split('.').map(Number);
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
