import { randomUUID } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { readFile, rm } from 'node:fs/promises';
import { createServer, isIP } from 'node:net';
import { replaceFile } from '../files/index.ts';
import { isObject } from '../guards/index.ts';
import { maxFrameBytes } from './wire.ts';

/** A connection file: where a kernel listens and the key that signs its messages. */
export type ConnectionInfo = {
  readonly transport: 'tcp' | 'ipc';
  /** For ipc the start of the socket's path. */
  readonly ip: string;
  readonly shell_port: number;
  readonly control_port: number;
  readonly stdin_port: number;
  readonly iopub_port: number;
  readonly hb_port: number;
  /** Empty: messages are not signed. */
  readonly key: string;
  readonly signature_scheme: 'hmac-sha256';
  readonly kernel_name?: string;
  /** JEP 145: one CURVE key pair that both ends use. */
  readonly curve_publickey?: string;
  readonly curve_secretkey?: string;
};

export type Channel = 'shell' | 'control' | 'stdin' | 'iopub' | 'hb';
export const channels = ['shell', 'control', 'stdin', 'iopub', 'hb'] as const satisfies readonly Channel[];

/** Reads a connection file. Its errors name the file, the field and the value seen. */
export async function readConnectionFile(file: string): Promise<ConnectionInfo> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(
      error.code === 'ENOENT'
        ? `There is no connection file ${file}. A Jupyter client writes one when it starts a kernel.`
        : `The connection file ${file} cannot be read: ${error.message}`,
    );
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`The connection file ${file} is not JSON: ${(error as Error).message}`);
  }
  return validateConnection(value, `The connection file ${file}`);
}

/** Checks a parsed connection file; `source` starts the sentence of its errors. */
export function validateConnection(fields: unknown, source: string): ConnectionInfo {
  if (!isObject(fields)) throw new Error(`${source} must hold a JSON object with ports and a key.`);
  const wrong = (name: string, wanted: string): never => {
    const seen = name in fields ? `it is ${JSON.stringify(fields[name])}` : 'it is missing';
    throw new Error(`${source}: "${name}" must be ${wanted}; ${seen}.`);
  };
  const string = (name: string, fallback?: string): string => {
    const field = fields[name] ?? fallback;
    return typeof field === 'string' ? field : wrong(name, 'a string');
  };
  const optional = (name: string): string | undefined => (fields[name] == null ? undefined : string(name));
  const port = (channel: Channel): number => {
    const field = fields[`${channel}_port`];
    const valid = typeof field === 'number' && Number.isInteger(field) && field > 0 && field < 65_536;
    return valid ? field : wrong(`${channel}_port`, 'a port from 1 to 65535');
  };

  const transport = string('transport', 'tcp');
  if (transport !== 'tcp' && transport !== 'ipc') return wrong('transport', '"tcp" or "ipc"');
  const scheme = string('signature_scheme', 'hmac-sha256');
  if (scheme !== 'hmac-sha256') return wrong('signature_scheme', '"hmac-sha256"');
  const ip = string('ip', '127.0.0.1');
  if (ip === '') return wrong('ip', transport === 'ipc' ? 'the start of a socket path' : 'an address or host name');
  const [publicKey, secretKey] = [optional('curve_publickey'), optional('curve_secretkey')];
  for (const [name, key] of [
    ['curve_publickey', publicKey],
    ['curve_secretkey', secretKey],
  ] as const) {
    if (key !== undefined && key.length !== 40) wrong(name, 'a Z85 text of 40 characters');
    if (key === undefined && (publicKey ?? secretKey) !== undefined) wrong(name, 'there, as its partner is');
  }
  const name = optional('kernel_name');
  return {
    transport,
    ip,
    shell_port: port('shell'),
    control_port: port('control'),
    stdin_port: port('stdin'),
    iopub_port: port('iopub'),
    hb_port: port('hb'),
    key: string('key'),
    signature_scheme: scheme,
    ...(name === undefined ? {} : { kernel_name: name }),
    ...(publicKey === undefined || secretKey === undefined
      ? {}
      : { curve_publickey: publicKey, curve_secretkey: secretKey }),
  };
}

/** Makes a connection on five free ports of 127.0.0.1 with a fresh key. */
export async function createConnection(kernelName?: string): Promise<ConnectionInfo> {
  // All five are held until the last is known, or the system could hand one out twice.
  const servers = await Promise.all(
    channels.map(
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
          const server = createServer();
          server.once('error', reject);
          server.listen({ host: '127.0.0.1', port: 0, exclusive: true }, () => resolve(server));
        }),
    ),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === 'object' && address ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  const [shell_port = 0, control_port = 0, stdin_port = 0, iopub_port = 0, hb_port = 0] = ports;
  return {
    transport: 'tcp',
    ip: '127.0.0.1',
    shell_port,
    control_port,
    stdin_port,
    iopub_port,
    hb_port,
    key: randomUUID(),
    signature_scheme: 'hmac-sha256',
    ...(kernelName === undefined ? {} : { kernel_name: kernelName }),
  };
}

/** Writes a connection file that only its owner can read, whole or not at all. */
export async function writeConnectionFile(file: string, connection: ConnectionInfo): Promise<void> {
  await replaceFile(file, `${JSON.stringify(connection, null, 2)}\n`, { mode: 0o600 });
}

export async function removeConnectionFile(file: string): Promise<void> {
  await rm(file, { force: true });
}

/** The ZeroMQ address that a kernel binds. A host name is looked up, as ZeroMQ binds addresses only. */
export async function bindAddress(connection: ConnectionInfo, channel: Channel): Promise<string> {
  const { transport, ip } = connection;
  if (transport === 'ipc' || ip === '*' || isIP(ip)) return address(connection, ip, channel);
  return address(connection, (await lookup(ip, { order: 'ipv4first' })).address, channel);
}

/** The ZeroMQ address that a client connects to; a kernel on every interface is met on this machine. */
export function connectAddress(connection: ConnectionInfo, channel: Channel): string {
  const everywhere: Readonly<Record<string, string>> = { '*': '127.0.0.1', '0.0.0.0': '127.0.0.1', '::': '::1' };
  return address(connection, everywhere[connection.ip] ?? connection.ip, channel);
}

function address(connection: ConnectionInfo, ip: string, channel: Channel): string {
  const port = connection[`${channel}_port`];
  if (connection.transport === 'ipc') return `ipc://${ip}-${port}`;
  return `tcp://${isIP(ip) === 6 ? `[${ip}]` : ip}:${port}`;
}

/**
 * Options of every socket of a kernel. No high-water marks: what clients ask is little, and at a mark ZeroMQ would drop a reply
 * without a word. The linger lets the last replies leave before the process ends.
 */
export function kernelSocketOptions(connection: ConnectionInfo) {
  return {
    linger: 500,
    sendHighWaterMark: 0,
    receiveHighWaterMark: 0,
    maxMessageSize: maxFrameBytes,
    ipv6: isIP(connection.ip) !== 4 && connection.ip !== '*',
    ...(connection.curve_secretkey === undefined
      ? {}
      : { curveServer: true, curveSecretKey: connection.curve_secretkey }),
  };
}

/**
 * Of the socket that everything printed goes through: at most so many messages wait for each client, a quarter of a megabyte of text each, and
 * the next is refused instead of dropped. ./publisher.ts waits then.
 */
export const publisherOptions = { sendHighWaterMark: 16, noDrop: true } as const;

/** Options of every socket of a client. */
export function clientSocketOptions(connection: ConnectionInfo) {
  return {
    linger: 0,
    receiveHighWaterMark: 0,
    reconnectInterval: 20,
    reconnectMaxInterval: 500,
    ipv6: isIP(connection.ip) === 6,
    ...(connection.curve_publickey === undefined
      ? {}
      : {
          curveServerKey: connection.curve_publickey,
          curvePublicKey: connection.curve_publickey,
          curveSecretKey: connection.curve_secretkey ?? null,
        }),
  };
}
