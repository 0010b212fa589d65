import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { rayClient } from '../../../../../kernel/multitask/cluster/ray/client.ts';
import { fakeRay } from '../../../../support/fake-ray.ts';

const submission = {
  id: 'job-1',
  entrypoint: 'python main.py',
  runtimeEnv: { env_vars: { A: '1' } },
  metadata: { title: 'MMoE · ä' },
};

describe('a client of the Jobs API', () => {
  it('goes through the life of a job', async () => {
    await using fake = await fakeRay('secret');
    const client = rayClient({ url: fake.url, headers: { authorization: 'Bearer secret' } });
    expect(await client.version()).toBe('2.60.0');
    expect(await client.job('job-1')).toBeUndefined();
    expect(await client.submit(submission)).toBe('job-1');
    expect(fake.jobs.get('job-1')?.submission).toEqual({
      submission_id: 'job-1',
      entrypoint: 'python main.py',
      runtime_env: { env_vars: { A: '1' } },
      metadata: { title: 'MMoE · ä' },
    });
    expect(await client.job('job-1')).toEqual({
      id: 'job-1',
      state: 'PENDING',
      message: '',
      metadata: { title: 'MMoE · ä' },
    });
    // A program that connected by itself is none of these.
    expect((await client.jobs()).map(({ id }) => id)).toEqual(['job-1']);
    Object.assign(fake.jobs.get('job-1') ?? {}, { state: 'RUNNING', log: 'erste Zeile ä\n' });
    expect(await client.logs('job-1')).toBe('erste Zeile ä\n');
    await client.stop('job-1');
    expect((await client.job('job-1'))?.state).toBe('STOPPED');
    await client.remove('job-1');
    expect(await client.jobs()).toEqual([]);
    // Both may be done twice.
    await client.stop('job-1');
    await client.remove('job-1');
  });

  it('sends files once, whatever their order', async () => {
    await using fake = await fakeRay();
    const client = rayClient({ url: fake.url, headers: {} });
    const [a, b] = [Buffer.from('print(1)'), Buffer.from('{"ä":1}')];
    const uri = await client.upload({ 'main.py': a, 'spec.json': b });
    expect(uri).toMatch(/^gcs:\/\/_ray_pkg_[0-9a-f]{32}\.zip$/);
    expect(await client.upload({ 'spec.json': b, 'main.py': a })).toBe(uri);
    expect(await client.upload({ 'main.py': b, 'spec.json': b })).not.toBe(uri);
    expect(fake.asked.filter((each) => each.startsWith('PUT'))).toHaveLength(2);
    const [zip] = fake.packages.values();
    expect(Buffer.from(unzipSync(zip)['spec.json']).toString()).toBe('{"ä":1}');
  });

  it('says what Ray says of a submission that it refuses', async () => {
    await using fake = await fakeRay();
    const client = rayClient({ url: fake.url, headers: {} });
    await client.submit(submission);
    await expect(client.submit(submission)).rejects.toThrow(/status 500, ValueError: Job job-1 already exists/);
  });

  it('says that nobody answers', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    const client = rayClient({ url: `http://127.0.0.1:${port}`, headers: {} });
    await expect(client.version()).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringMatching(/^No Ray cluster answers at http:\/\/127\.0\.0\.1:\d+: connect ECONNREFUSED/),
    });
  });

  it('says that a connection was cut in the middle', async () => {
    const server = createServer((socket) => void socket.once('data', () => socket.destroy())).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const client = rayClient({ url: `http://127.0.0.1:${port}`, headers: {} });
    await expect(client.logs('a')).rejects.toMatchObject({ kind: 'unreachable' });
    server.close();
  });

  it.each([undefined, 'another'])('says that a token is wanted, where it has %s', async (token) => {
    await using fake = await fakeRay('secret');
    const client = rayClient({
      url: fake.url,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    });
    const told = await client.version().catch((error: Error) => error);
    expect(told).toMatchObject({ kind: 'refused', message: expect.stringContaining('token') });
    expect(`${told}`).not.toContain('another');
  });

  it('does not follow a page that asks to log in: the token would go along', async () => {
    await using fake = await fakeRay();
    await using elsewhere = await fakeRay();
    fake.broken = { status: 302, text: '', location: `${elsewhere.url}/api/version` };
    await expect(rayClient({ url: fake.url, headers: {} }).version()).rejects.toThrow(/sends elsewhere \(status 302\)/);
    expect(elsewhere.asked).toEqual([]);
  });

  it.each([
    ['<html>Welcome</html>', /is no Ray dashboard: \/api\/version gives <html>Welcome<\/html>/],
    ['{"version":"3"}', /tells no version of Ray/],
    ['null', /tells no version of Ray/],
  ])('says that something else answers: %s', async (text, expected) => {
    await using fake = await fakeRay();
    fake.broken = { status: 200, text };
    await expect(rayClient({ url: fake.url, headers: {} }).version()).rejects.toThrow(expected);
  });

  it('ends at once when its signal aborts', async () => {
    await using fake = await fakeRay();
    const abort = new AbortController();
    const client = rayClient({ url: fake.url, headers: {} });
    abort.abort(new Error('enough'));
    await expect(client.version(abort.signal)).rejects.toThrow('enough');
    const hanging = createServer().listen(0, '127.0.0.1');
    await once(hanging, 'listening');
    const { port } = hanging.address() as AddressInfo;
    const later = new AbortController();
    const asked = rayClient({ url: `http://127.0.0.1:${port}`, headers: {} }).version(later.signal);
    const connected = once(hanging, 'connection');
    const [socket] = await connected;
    later.abort(new Error('enough'));
    await expect(asked).rejects.toThrow('enough');
    socket.destroy();
    hanging.close();
  });
});
