import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  bindAddress,
  type ConnectionInfo,
  connectAddress,
  createConnection,
  readConnectionFile,
  removeConnectionFile,
  validateConnection,
  writeConnectionFile,
} from '../../../kernel/jupyter/connection.ts';

const folder = mkdtempSync(join(tmpdir(), 'multitask-connection-'));
afterAll(() => rmSync(folder, { recursive: true }));

const valid: ConnectionInfo = {
  transport: 'tcp',
  ip: '127.0.0.1',
  shell_port: 5001,
  control_port: 5002,
  stdin_port: 5003,
  iopub_port: 5004,
  hb_port: 5005,
  key: 'secret',
  signature_scheme: 'hmac-sha256',
};

describe('a connection file', () => {
  it('made by us has five ports, this machine only, and a key of its own', async () => {
    const [one, two] = await Promise.all([createConnection('name'), createConnection()]);
    const ports = [one.shell_port, one.control_port, one.stdin_port, one.iopub_port, one.hb_port];
    expect(new Set(ports).size).toBe(5);
    expect(Math.min(...ports)).toBeGreaterThan(1023);
    expect(one).toMatchObject({ ip: '127.0.0.1', transport: 'tcp', kernel_name: 'name' });
    expect(one.key).toMatch(/.{30,}/);
    expect(one.key).not.toBe(two.key);
  });

  it.skipIf(process.platform === 'win32')('can be read by its owner only, also over an older open one', async () => {
    const file = join(folder, 'mode.json');
    writeFileSync(file, '', { mode: 0o666 });
    await writeConnectionFile(file, valid);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await readConnectionFile(file)).toEqual(valid);
    await removeConnectionFile(file);
    await removeConnectionFile(file);
    expect(existsSync(file)).toBe(false);
  });

  it('that cannot be put in its place leaves no key beside it', async () => {
    const place = join(folder, 'failed', 'kernel.json');
    mkdirSync(join(place, 'in the way'), { recursive: true });
    await expect(writeConnectionFile(place, valid)).rejects.toThrow(/EISDIR|ENOTEMPTY|EEXIST|EPERM/);
    expect(readdirSync(join(folder, 'failed'))).toEqual(['kernel.json']);
  });

  it('may leave out what has a default, and hold what we do not know', () => {
    const { transport, ip, signature_scheme, ...few } = valid;
    expect(validateConnection({ ...few, jupyter_session: 'x' }, 'it')).toEqual(valid);
  });

  const wrong: readonly (readonly [name: string, change: Record<string, unknown>, message: string])[] = [
    ['a port that is a text', { shell_port: '5001' }, '"shell_port" must be a port from 1 to 65535; it is "5001".'],
    ['a port too high', { hb_port: 70_000 }, '"hb_port" must be a port from 1 to 65535; it is 70000.'],
    ['no port', { iopub_port: undefined }, '"iopub_port" must be a port from 1 to 65535; it is missing.'],
    ['another transport', { transport: 'udp' }, '"transport" must be "tcp" or "ipc"; it is "udp".'],
    ['another scheme', { signature_scheme: 'hmac-md5' }, '"signature_scheme" must be "hmac-sha256"; it is "hmac-md5".'],
    ['no key', { key: undefined }, '"key" must be a string; it is missing.'],
    ['an empty ip', { ip: '' }, '"ip" must be an address or host name; it is "".'],
    ['half a key pair', { curve_publickey: 'x'.repeat(40) }, '"curve_secretkey" must be there, as its partner is'],
    [
      'a short curve key',
      { curve_publickey: 'x', curve_secretkey: 'y' },
      'must be a Z85 text of 40 characters; it is "x"',
    ],
  ];
  it.each(wrong)('with %s is refused by name', (_name, change, message) => {
    const fields = JSON.parse(JSON.stringify({ ...valid, ...change }));
    expect(() => validateConnection(fields, 'It')).toThrow(message);
  });

  it.each([[null], [[]], ['text'], [7]])('that is %j is refused', (value) => {
    expect(() => validateConnection(value, 'It')).toThrow('It must hold a JSON object');
  });

  it('that is absent or no JSON is named in the error', async () => {
    const file = join(folder, 'torn.json');
    await expect(readConnectionFile(file)).rejects.toThrow(`There is no connection file ${file}`);
    writeFileSync(file, '{"ip":');
    await expect(readConnectionFile(file)).rejects.toThrow(`The connection file ${file} is not JSON`);
  });
});

describe('addresses', () => {
  const cases: readonly (readonly [change: Partial<ConnectionInfo>, bind: string, connect: string])[] = [
    [{}, 'tcp://127.0.0.1:5001', 'tcp://127.0.0.1:5001'],
    [{ ip: '0.0.0.0' }, 'tcp://0.0.0.0:5001', 'tcp://127.0.0.1:5001'],
    [{ ip: '*' }, 'tcp://*:5001', 'tcp://127.0.0.1:5001'],
    [{ ip: '10.1.2.3' }, 'tcp://10.1.2.3:5001', 'tcp://10.1.2.3:5001'],
    [{ ip: '::1' }, 'tcp://[::1]:5001', 'tcp://[::1]:5001'],
    [{ ip: '::' }, 'tcp://[::]:5001', 'tcp://[::1]:5001'],
    [{ transport: 'ipc', ip: '/run/kernel' }, 'ipc:///run/kernel-5001', 'ipc:///run/kernel-5001'],
  ];
  it.each(cases)('of %j', async (change, bind, connect) => {
    const connection = { ...valid, ...change };
    expect(await bindAddress(connection, 'shell')).toBe(bind);
    expect(connectAddress(connection, 'shell')).toBe(connect);
  });

  it('of a host name are looked up for binding only', async () => {
    const connection = { ...valid, ip: 'localhost' };
    expect(await bindAddress(connection, 'hb')).toMatch(/^tcp:\/\/(127\.0\.0\.1|\[::1\]):5005$/);
    expect(connectAddress(connection, 'hb')).toBe('tcp://localhost:5005');
  });
});
