import { errorMessage } from '../../text/index.ts';
import { isObject } from '../options/index.ts';
import type { Address } from './address.ts';
import { endpoint } from './aws-client.ts';

/** What an S3 server, or the way to it, answered, in words that say what to do. @param doing e.g. "read" or "write". */
export function troubleOf(error: unknown, doing: string, { bucket, key }: Pick<Address, 'bucket' | 'key'>): Error {
  const place = `s3://${bucket}/${key}`;
  const server = endpoint() ?? 'Amazon S3';
  const status = isObject(error) && isObject(error.$metadata) ? error.$metadata.httpStatusCode : undefined;
  const name = error instanceof Error ? error.name : '';
  const say = (text: string) => new Error(text, { cause: error });
  if (name === 'CredentialsProviderError')
    return say(
      `There are no credentials to ${doing} ${place} with: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment, or a profile as AWS_PROFILE.`,
    );
  if (name === 'NoSuchBucket') return say(`There is no bucket "${bucket}" at ${server} (${place}).`);
  if (name === 'NoSuchKey' || name === 'NotFound' || status === 404) return say(`There is no ${place} at ${server}.`);
  if (status === 401 || status === 403)
    return say(
      `${server} refuses to let ${process.env.AWS_ACCESS_KEY_ID ? 'the key in AWS_ACCESS_KEY_ID' : 'this machine'} ${doing} ${place} (status ${status}${isTold(name) ? `, ${name}` : ''}). It needs rights to list, read, write and delete there.`,
    );
  if (status === undefined && (name === 'TimeoutError' || reasonOf(error) !== undefined))
    return say(
      `No S3 server answers at ${server}: ${reasonOf(error) ?? errorMessage(error)}. Another than Amazon's is named by AWS_ENDPOINT_URL, e.g. http://minio:9000.`,
    );
  return say(`${server} does not ${doing} ${place}: ${name}, ${errorMessage(error)}`);
}

/** An answer without a body tells no more than its status. */
function isTold(name: string): boolean {
  return name !== '' && !/^Unknown/.test(name);
}

/** Of a connection that was not made; several addresses of a name are tried, each with an error of its own. */
function reasonOf(error: unknown): string | undefined {
  const { errors, code } = error as AggregateError & NodeJS.ErrnoException;
  if (Array.isArray(errors)) return errors.map(errorMessage).join('; ');
  return typeof code === 'string' && /^E[A-Z_]+$/.test(code) ? errorMessage(error) : undefined;
}
