import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

type FakeJob = {
  readonly submission: Readonly<Record<string, unknown>>;
  state: string;
  message: string;
  log: string;
};

/** What a test says of the dashboard while it runs. */
export type FakeRay = {
  readonly url: string;
  readonly jobs: Map<string, FakeJob>;
  readonly packages: Map<string, Buffer>;
  /** Method and path of everything that was asked, in order. */
  readonly asked: string[];
  /** Called with each job that is submitted. */
  onSubmit: (job: FakeJob) => void;
  /** Answers every request with a status, and a text, while it is set. */
  broken: { readonly status: number; readonly text: string; readonly location?: string } | undefined;
  [Symbol.asyncDispose](): Promise<void>;
};

/** A server on loopback that answers as the dashboard of Ray 2.60 does, and refuses what it refuses. */
export async function fakeRay(token?: string): Promise<FakeRay> {
  const fake: Omit<FakeRay, 'url' | typeof Symbol.asyncDispose> = {
    jobs: new Map(),
    packages: new Map(),
    asked: [],
    onSubmit: () => {},
    broken: undefined,
  };
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const body = await bodyOf(request);
    fake.asked.push(`${method} ${url}`);
    const answer = (status: number, content: unknown) =>
      response
        .writeHead(status, fake.broken?.location ? { location: fake.broken.location } : {})
        .end(typeof content === 'string' ? content : JSON.stringify(content));
    if (fake.broken) return answer(fake.broken.status, fake.broken.text);
    if (headers['sec-fetch-mode']) return answer(405, 'Method Not Allowed: browser traffic');
    if (token !== undefined && headers.authorization !== `Bearer ${token}`) return answer(401, 'Unauthorized');
    if (url === '/api/version') return answer(200, { version: '4', ray_version: '2.60.0' });
    const [, kind, name = '', part] = /^\/api\/(packages\/gcs|jobs)\/([^/]*)(?:\/(\w+))?$/.exec(url) ?? [];
    if (kind === 'packages/gcs') {
      if (method === 'PUT') fake.packages.set(name, body);
      return fake.packages.has(name) ? answer(200, '') : answer(404, `Package gcs://${name} does not exist`);
    }
    if (kind !== 'jobs') return answer(404, 'Not Found');
    const list = [...fake.jobs].map(([id, job]) => shown(id, job));
    if (name === '' && method === 'GET') return answer(200, [...list, { type: 'DRIVER', status: 'RUNNING' }]);
    if (name === '') {
      const submission = JSON.parse(body.toString());
      const id = submission.submission_id;
      if (fake.jobs.has(id))
        return answer(500, `Traceback (most recent call last):\n  File "job.py"\nValueError: Job ${id} already exists`);
      const job = { submission, state: 'PENDING', message: '', log: '' };
      fake.jobs.set(id, job);
      fake.onSubmit(job);
      return answer(200, { job_id: id, submission_id: id });
    }
    const job = fake.jobs.get(decodeURIComponent(name));
    if (!job) return answer(404, `Job ${name} does not exist`);
    if (part === 'logs') return answer(200, { logs: job.log });
    if (part === 'stop') {
      const stopped = job.state === 'PENDING' || job.state === 'RUNNING';
      if (stopped) job.state = 'STOPPED';
      return answer(200, { stopped });
    }
    if (method !== 'DELETE') return answer(200, shown(name, job));
    if (job.state === 'PENDING' || job.state === 'RUNNING') return answer(500, 'RuntimeError: it has not ended');
    return answer(200, { deleted: fake.jobs.delete(name) });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(fake, {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

function shown(id: string, { submission, state, message }: FakeJob) {
  return { type: 'SUBMISSION', submission_id: id, status: state, message, metadata: submission.metadata };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}
