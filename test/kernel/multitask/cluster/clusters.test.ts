import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { clusters, remote } from '../../../../kernel/multitask/index.ts';

describe('clusters.ray', () => {
  beforeEach(() => vi.stubEnv('RAY_API_SERVER_ADDRESS', ''));
  afterEach(() => vi.unstubAllEnvs());

  it('takes the address of a dashboard, and has the defaults of what it may take', () => {
    expect(clusters.ray('http://head:8265/')).toMatchObject({ url: 'http://head:8265', workers: 2, cpus: 1, gpus: 0 });
    expect(clusters.ray('https://example.org/ray//').url).toBe('https://example.org/ray');
  });

  it('reads the address of the environment', () => {
    vi.stubEnv('RAY_API_SERVER_ADDRESS', 'http://10.0.0.1:8265');
    expect(clusters.ray().url).toBe('http://10.0.0.1:8265');
    expect(clusters.ray(undefined, { workers: 3 }).workers).toBe(3);
  });

  it.each([
    [undefined, /RAY_API_SERVER_ADDRESS, which is not set/],
    ['', /RAY_API_SERVER_ADDRESS, which is not set/],
    ['head:8265', /"head:8265" is no address of a dashboard/],
    ['ray://head:10001', /for Ray Client; give that of the dashboard, e\.g\. http:\/\/head:8265/],
    ['http://', /is no address/],
    ['http://user:word@head:8265', /give a token/],
    [8265 as never, /its address is 8265; a text that is not empty was expected/],
    [{ workers: 2 } as never, /its address is .*; a text that is not empty was expected/],
  ])('refuses %s', (address, expected) => expect(() => clusters.ray(address)).toThrow(expected));

  it('never shows a token', () => {
    const cluster = clusters.ray('http://head:8265', { token: 'hush', headers: { 'X-Key': 'hush' } });
    expect(inspect(cluster, { depth: 9, showHidden: true })).not.toContain('hush');
    expect(JSON.stringify(cluster)).not.toContain('hush');
    expect(() => clusters.ray('http://head:8265', { token: 'hush\n' })).toThrow(/the token has a character/);
    expect(() => clusters.ray('http://head:8265', { token: 'hush\n' })).not.toThrow(/hush/);
    expect(() => clusters.ray('http://head:8265', { headers: { 'a b': 'hush' } })).toThrow(/"a b" is no name/);
  });
});

describe('remote', () => {
  it.each(['/mnt/log/*.parquet', 's3://bucket/log/', 'hdfs://host/a.parquet', '/мнт/логи'])('names %s', (path) => {
    expect(remote(path)).toEqual({ kind: 'remote', path });
    expect(inspect(remote(path))).toBe(`remote('${path}')`);
  });

  it.each([
    ['log/*.parquet', /is relative to a folder that the workers do not have/],
    ['/mnt/log/rows.csv', /is no Parquet/],
    ['', /its path is ""; a text that is not empty was expected/],
    [['/a.parquet'] as never, /its path is/],
    [undefined as never, /its path is undefined/],
  ])('refuses %s', (path, expected) => expect(() => remote(path)).toThrow(expected));
});
