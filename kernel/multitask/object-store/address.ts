/** A place that is no path of this machine: `s3://log/2026/part-0.parquet`. */
export type Address = {
  /** In lower case, e.g. "s3". */
  readonly scheme: string;
  /** What stands between `://` and the next slash: of an object store the bucket. */
  readonly bucket: string;
  /** Behind it, without the slash. */
  readonly key: string;
};

/** Undefined of a path. */
export function addressOf(place: string): Address | undefined {
  const [, scheme, bucket, key] = /^([a-z][a-z0-9+.-]+):\/\/([^/]*)\/*(.*)$/is.exec(place) ?? [];
  return scheme === undefined ? undefined : { scheme: scheme.toLowerCase(), bucket, key };
}

/**
 * Of an address that this machine reads and writes itself.
 * @param what names it to a person, e.g. "clusters.ray: storage".
 * @throws where it is of another kind, with what to do instead.
 */
export function s3AddressOf(what: string, place: string): Address {
  const address = addressOf(place);
  if (address?.scheme === 's3' && address.bucket !== '') return address;
  throw new Error(
    `${what}: this machine does not read ${place}. ${(address && remedies[address.scheme]) ?? 'Of what is elsewhere it reads s3://BUCKET/…, of S3 and servers that speak like it.'}`,
  );
}

const google =
  'Google Cloud Storage speaks S3, too: write s3://BUCKET/…, with AWS_ENDPOINT_URL=https://storage.googleapis.com and an HMAC key as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; or mount it (gcsfuse), or copy the file (gcloud storage cp).';
const hadoop = 'Mount it (NFS gateway, hdfs-fuse), or copy the file (hdfs dfs -get).';
const old = 'Write s3://BUCKET/….';
const remedies: Readonly<Record<string, string>> = {
  s3: 'An address is s3://BUCKET/….',
  s3a: old,
  s3n: old,
  gs: google,
  gcs: google,
  hdfs: hadoop,
  viewfs: hadoop,
};
