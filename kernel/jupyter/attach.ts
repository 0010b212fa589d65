import { connect } from './client.ts';
import { readConnectionFile, removeConnectionFile } from './connection.ts';
import { type KernelEnd, type OwnedKernel, shutDown } from './launch.ts';
import { isAlive } from './process-alive.ts';

/** What the next owner of a kernel has to know. */
export type HandedOver = {
  readonly connectionFile: string;
  readonly processId: number;
  /** Of the client that went. */
  readonly identity: string;
};

const watchMs = 500;

/**
 * Connects to a kernel that another process started and handed over, and becomes its owner: it ends with this process.
 * What its cells say is held until `listen` is called. Throws where the kernel is gone.
 */
export async function attachKernel({
  connectionFile,
  processId,
  identity,
}: HandedOver): Promise<OwnedKernel & { readonly listen: () => Promise<void> }> {
  const connection = await readConnectionFile(connectionFile);
  const starting = new AbortController();
  let watching: NodeJS.Timeout | undefined;
  const ended = new Promise<KernelEnd>((resolve) => {
    watching = setInterval(() => {
      if (isAlive(processId)) return;
      clearInterval(watching);
      resolve({ code: null, signal: null, log: '' });
    }, watchMs);
    watching.unref();
  });
  void ended.then(() => {
    starting.abort(new Error('The kernel has ended.'));
    void removeConnectionFile(connectionFile);
  });
  /** Nobody watches a kernel that did not become ours. */
  const giveUp = (error: unknown): never => {
    clearInterval(watching);
    throw error;
  };
  const client = await connect(connection, { timeoutMs: 15_000, identity, signal: starting.signal }).catch(giveUp);
  void ended.then(() => client.close(new Error('The kernel ended.')));
  const adopt = async (listening: 'listening' | 'later'): Promise<void> => {
    const content = { process_id: process.pid, listening: listening === 'listening' };
    await client.request('control', 'adopt_request', content);
  };
  await adopt('later').catch((error: Error) => {
    client.close(error);
    return giveUp(error);
  });
  const kill = () => isAlive(processId) && process.kill(processId, 'SIGKILL');
  return {
    client,
    processId,
    connection,
    connectionFile,
    ended,
    shutdown: (timeoutMs) => shutDown({ client, ended, connectionFile }, kill, timeoutMs),
    listen: () => adopt('listening'),
  };
}

/** Leaves a kernel to its next owner, who has to come within the time. Tells the execute requests that go on. */
export async function handOverKernel(
  { client, connectionFile, processId }: OwnedKernel,
  seconds: number,
): Promise<HandedOver & { readonly running: readonly string[] }> {
  const { content } = await client.request('control', 'handover_request', { seconds });
  if (content.status !== 'ok' || !Array.isArray(content.running)) {
    throw new Error(`The kernel cannot be handed over: ${content.evalue ?? 'it does not know how'}`);
  }
  return { connectionFile, processId, identity: client.identity, running: content.running.map(String) };
}
