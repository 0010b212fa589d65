import { type IncomingMessage, request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { errorMessage } from '../../../text/index.ts';

/** Where a cluster's dashboard is, and what every request to it carries. Nothing else is ever asked. */
export type Address = {
  /** `http://host:8265`, without a slash at its end. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
};

export type Asked = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: { readonly type: string; readonly bytes: Uint8Array } | undefined;
  readonly signal?: AbortSignal | undefined;
};

export type Answered = { readonly status: number; readonly text: string };

/** Why a cluster did not do what was asked. `unreachable` may pass: a wire, a restart. */
export class ClusterError extends Error {
  readonly kind: 'unreachable' | 'refused' | 'missing' | 'failed';

  constructor(kind: ClusterError['kind'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ClusterError';
    this.kind = kind;
  }
}

/**
 * Asks a dashboard. Not with `fetch`: Ray takes what carries `Sec-Fetch-Mode` for a browser and refuses it. Redirections are not
 * followed: they would carry the token elsewhere.
 *
 * @throws `ClusterError` when there is no answer, or the token is none that it takes; the signal's reason when it aborts.
 */
export async function ask({ url, headers }: Address, { method, path, body, signal }: Asked): Promise<Answered> {
  signal?.throwIfAborted();
  const target = new URL(`${url}${path}`);
  const request = target.protocol === 'https:' ? overHttps : overHttp;
  const sent = body ? { 'content-type': body.type, 'content-length': `${body.bytes.length}` } : {};
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const asked = request(target, { method, headers: { accept: 'application/json', ...sent, ...headers }, signal });
      asked.once('response', resolve).once('error', reject);
      asked.setTimeout(patience, () => asked.destroy(new Error(`no answer within ${patience / 1000} s`)));
      asked.end(body?.bytes);
    });
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    const status = response.statusCode ?? 0;
    checkAllowed(url, status);
    return { status, text: Buffer.concat(chunks).toString() };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof ClusterError) throw error;
    throw new ClusterError(
      'unreachable',
      `No Ray cluster answers at ${url}: ${reasonOf(error)}. Its address is that of its dashboard, e.g. http://head:8265; can this machine reach it?`,
      { cause: error },
    );
  }
}

function checkAllowed(url: string, status: number): void {
  if (status === 401 || status === 403)
    throw new ClusterError(
      'refused',
      `The cluster at ${url} refuses the token, or wants one (status ${status}): clusters.ray(url, { token: '…' }), or other headers as { headers: { … } }.`,
    );
  if (status >= 300 && status < 400)
    throw new ClusterError(
      'refused',
      `What answers at ${url} sends elsewhere (status ${status}), as a login page does: give the address of the dashboard itself, and its token.`,
    );
}

/** Several addresses of a name are tried, each with an error of its own. */
function reasonOf(error: unknown): string {
  const { errors } = error as AggregateError;
  return Array.isArray(errors) ? errors.map(errorMessage).join('; ') : errorMessage(error).replace(/\.$/, '');
}

/** Milliseconds in which nothing at all may come. */
const patience = 30_000;
