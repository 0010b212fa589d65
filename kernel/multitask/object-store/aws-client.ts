import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { S3Client } from '@aws-sdk/client-s3';
import { errorMessage } from '../../text/index.ts';

/** The AWS client, and what it can be told. */
export type Aws = typeof import('@aws-sdk/client-s3');

/**
 * Loads the AWS client, from this package's folder or from the user's, and asks with the credentials that AWS's own tools take: variables of
 * the environment, a profile, or those of the machine.
 *
 * @param place what is asked for, for the error.
 * @param from files whose packages may have it: of this package, and of the notebook's folder.
 * @throws when it is not installed.
 */
export async function awsClient(
  place: string,
  from: readonly string[] = [import.meta.url, join(process.cwd(), 'notebook.js')],
): Promise<{ readonly aws: Aws; readonly client: S3Client }> {
  const aws = await load(place, from);
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  const client = new aws.S3Client({
    // A bucket of another region says so, and is asked there.
    region: AWS_REGION || AWS_DEFAULT_REGION || 'us-east-1',
    followRegionRedirects: true,
    // Servers that speak like S3 are often one address for all buckets, and do not know its newer checksums.
    forcePathStyle: endpoint() !== undefined,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 3,
  });
  return { aws, client };
}

/** The server that is asked instead of Amazon's, where there is one. */
export function endpoint(): string | undefined {
  return process.env.AWS_ENDPOINT_URL_S3 || process.env.AWS_ENDPOINT_URL || undefined;
}

async function load(place: string, from: readonly string[]): Promise<Aws> {
  const reasons: unknown[] = [];
  for (const file of from)
    try {
      return await import(pathToFileURL(createRequire(file).resolve(name)).href);
    } catch (error) {
      reasons.push(error);
    }
  throw new Error(
    `${place} is read and written with ${name}, which is not installed: %npm install ${name} in a cell, or npm install ${name} in ${process.cwd()}.`,
    { cause: new AggregateError(reasons, errorMessage(reasons[0])) },
  );
}

const name = '@aws-sdk/client-s3';
