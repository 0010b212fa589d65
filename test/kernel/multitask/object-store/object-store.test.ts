import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMultitask } from '../../../../kernel/multitask/index.ts';
import { awsClient } from '../../../../kernel/multitask/object-store/aws-client.ts';

const { datasets, remote } = createMultitask({ warn: () => {} });
const table = (place: string) => datasets.table(place, { tasks: { click: 'binary' } });

/** A server on loopback that answers everything alike. */
async function answering(status: number, body: string): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer((_, response) => response.writeHead(status, { 'content-type': 'text/xml' }).end(body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

beforeEach(() => {
  for (const [name, value] of Object.entries({
    AWS_ACCESS_KEY_ID: 'somebody',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/nowhere',
    AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
  }))
    vi.stubEnv(name, value);
});
afterEach(() => vi.unstubAllEnvs());

describe('a table of a bucket', () => {
  const error = (code: string) => `<Error><Code>${code}</Code><Message>so it is</Message></Error>`;
  const found = (keys: readonly string[], bytes = 11e9) =>
    `<ListBucketResult>${keys.map((key) => `<Contents><Key>${key}</Key><Size>${bytes}</Size></Contents>`).join('')}</ListBucketResult>`;
  it.each([
    ['of no bucket', 404, error('NoSuchBucket'), /There is no bucket "log" at http/],
    [
      'that is refused',
      403,
      error('AccessDenied'),
      /refuses to let the key in AWS_ACCESS_KEY_ID list s3:\/\/log\/day\/ /,
    ],
    ['of a key that nobody has', 403, error('InvalidAccessKeyId'), /status 403, InvalidAccessKeyId\)/],
    ['that is not there', 200, found([]), /There is nothing at s3:\/\/log\/day\/\*\.csv\./],
    ['that fits no pattern', 200, found(['day/a/b.csv', 'day/c.csv.gz']), /There is nothing at s3/],
    [
      'too big for a sample',
      200,
      found(['day/a.csv']),
      /11\.0 GB, and this machine fetches at most 10: .*remote\('s3:/,
    ],
  ])('%s', async (_, status, body, message) => {
    await using server = await answering(status, body);
    vi.stubEnv('AWS_ENDPOINT_URL', server.url);
    await expect(table('s3://log/day/*.csv')).rejects.toThrow(message);
  });

  it('as a stream is fetched once, however often it is read', async () => {
    const asked: string[] = [];
    const server = createServer(({ url = '' }, response) => {
      asked.push(url);
      response.end(url.includes('list-type=2') ? found(['day/a.csv'], 30) : 'click,x\n0,1\n1,2\n,3\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const { train } = await datasets.table('s3://log/day/*.csv', { tasks: { click: 'binary' }, stream: true });
    await new Promise((resolve) => server.close(resolve));
    for (let epoch = 0; epoch < 2; epoch++)
      for await (const { numeric, labels } of train.chunks()) {
        expect(numeric).toEqual([Float32Array.of(1, 2, 3)]);
        expect(labels.click).toEqual(Float32Array.of(0, 1, Number.NaN));
      }
    expect(asked.filter((url) => url.includes('a.csv') && !url.includes('list-type=2'))).toHaveLength(1);
  });

  it('of no server', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:9');
    await expect(table('s3://log/a.csv')).rejects.toThrow(
      /No S3 server answers at http:\/\/127\.0\.0\.1:9: .*ECONNREFUSED.* AWS_ENDPOINT_URL/,
    );
  });

  it('of nobody', async () => {
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) vi.stubEnv(name, undefined);
    await expect(table('s3://log/a.csv')).rejects.toThrow(
      /no credentials to list s3:\/\/log\/a\.csv with: AWS_ACCESS_KEY_ID/,
    );
  });

  it.each([
    ['gs://log/a.csv', /does not read gs:\/\/log\/a\.csv\. .*AWS_ENDPOINT_URL=https:\/\/storage\.googleapis\.com/],
    ['hdfs://name/a.csv', /hdfs dfs -get/],
    ['s3a://log/a.csv', /Write s3:\/\/BUCKET/],
    ['s3:///a.csv', /An address is s3:\/\/BUCKET/],
    ['ftp://host/a.csv', /it reads s3:\/\/BUCKET/],
    ["SELECT * FROM 's3://log/a.parquet'", /reads s3:\/\/log\/a\.parquet, .* httpfs, .*datasets\.table\('s3:/],
    ['https://host/a.csv', /nothing is fetched from the network/],
  ])('%s is none', async (place, message) => {
    await expect(table(place)).rejects.toThrow(message);
  });
});

it('says what is to be installed', async () => {
  await expect(awsClient('s3://log/a.csv', ['/nowhere/notebook.js'])).rejects.toThrow(
    /s3:\/\/log\/a\.csv is read and written with @aws-sdk\/client-s3, which is not installed: %npm install @aws-sdk/,
  );
});

it('names to workers what they read', () => {
  expect(['s3://b/c', 'gs://b/c', 'hdfs://h/c'].map((path) => remote(path).path)).toHaveLength(3);
  expect(() => remote('s3a://b/c')).toThrow(/do not read s3a:\/\/.*: write s3:\/\//);
  expect(() => remote('https://b/c.parquet')).toThrow(/do not read https/);
});
