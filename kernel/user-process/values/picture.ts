import { Buffer } from 'node:buffer';

/** The bundle of bytes that are a picture (PNG, JPEG, GIF, WebP or SVG), by how they begin. */
export function pictureBundle(value: unknown): Record<string, string> | undefined {
  if (!(value instanceof Uint8Array) || value.length < 12) return undefined;
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  const beginning = bytes.toString('latin1', 0, 300);
  const mime = signatures.find(([signature]) => begins(beginning, signature))?.[1];
  if (mime)
    return { [mime]: bytes.toString('base64'), 'text/plain': `${mime}, ${bytes.length.toLocaleString('en')} bytes` };
  if (!/^\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)?(<!DOCTYPE svg[^>]*>\s*)?<svg[\s/>]/s.test(beginning)) return undefined;
  return { 'image/svg+xml': bytes.toString('utf8'), 'text/plain': `SVG, ${bytes.length.toLocaleString('en')} bytes` };
}

/** Bytes as text of Latin-1; a dot is any byte. */
const signatures: readonly (readonly [string, string])[] = [
  ['\x89PNG\r\n\x1a\n', 'image/png'],
  ['\xff\xd8\xff', 'image/jpeg'],
  ['GIF87a', 'image/gif'],
  ['GIF89a', 'image/gif'],
  ['RIFF....WEBP', 'image/webp'],
];

function begins(text: string, signature: string): boolean {
  return [...signature].every((character, i) => character === '.' || character === text[i]);
}
