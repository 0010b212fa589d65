import { onTestFinished } from 'vitest';
import { type ConnectOptions, connect, type JupyterClient } from '../../kernel/jupyter/client.ts';
import { type ConnectionInfo, createConnection } from '../../kernel/jupyter/connection.ts';
import { type KernelServer, serve } from '../../kernel/jupyter/server.ts';
import { createFakeSession, type FakeSession } from './jupyter-fake-session.ts';

/** A server in this process over a fake session, and one client of it; both end with the test. */
export type Served = {
  readonly session: FakeSession;
  readonly connection: ConnectionInfo;
  readonly server: KernelServer;
  readonly client: JupyterClient;
  readonly log: string[];
  another(options?: ConnectOptions): Promise<JupyterClient>;
};

export async function served(change: Partial<ConnectionInfo> = {}): Promise<Served> {
  const session = createFakeSession();
  const connection = { ...(await createConnection()), ...change };
  const log: string[] = [];
  const kernelInfo = { implementation: 'fake', language_info: { name: 'typescript' } };
  const server = await serve({ connection, session, kernelInfo, log: (line) => log.push(line) });
  const clients: JupyterClient[] = [];
  onTestFinished(async () => {
    for (const client of clients) client.close();
    await server.close();
  });
  const another = async (options: ConnectOptions = {}): Promise<JupyterClient> => {
    const client = await connect(connection, { timeoutMs: 5_000, ...options });
    clients.push(client);
    return client;
  };
  return { session, connection, server, client: await another(), log, another };
}
