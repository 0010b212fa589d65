import { basename } from 'node:path';
import { decompressed } from '../../scan/decompressed.ts';
import { say } from './advice.ts';

/**
 * The text of a file, decompressed and decoded, without a byte-order mark, piece by piece.
 *
 * @param encoding undefined: what the first bytes say, or else UTF-8.
 * @throws an error that names the line whose bytes are no text of that encoding.
 */
export async function* decodedText(
  file: string,
  encoding: string | undefined,
  signal?: AbortSignal,
): AsyncGenerator<string> {
  let decode: ((bytes: Uint8Array, more: 'more' | 'last') => string) | undefined;
  let line = 1;
  let length = 0;
  for await (const chunk of decompressed(file, signal)) {
    if (length === 0 && chunk.length > 0) checkText(chunk, file);
    decode ??= decoder(markedEncoding(chunk) ?? encoding ?? encodingOf(chunk));
    length += chunk.length;
    const text = decoded(chunk, 'more');
    line += count(text, '\n');
    if (text.length > 0) yield text;
  }
  if (length === 0) throw new Error(`${basename(file)} is empty.`);
  const rest = decoded(new Uint8Array(0), 'last');
  if (rest.length > 0) yield rest;

  function decoded(bytes: Uint8Array, more: 'more' | 'last'): string {
    try {
      return decode?.(bytes, more) ?? '';
    } catch {
      const where = `${basename(file)}, line ${line + linesBeforeFault(bytes)}`;
      if (encoding !== undefined && !/^utf-?8$/i.test(encoding)) throw new Error(`${where}: this is not ${encoding}.`);
      throw new Error(
        `${where}: this is not UTF-8 text. Save it as UTF-8, or ${say("encoding: 'windows-1252'", '--encoding windows-1252')}; ` +
          'that is latin-1, too; any other encoding has a name of its own, e.g. shift_jis or gb18030.',
      );
    }
  }
}

/** What a byte-order mark says, which comes before what a person says. */
function markedEncoding([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}

/** UTF-16 shows by its zero bytes, also without a mark. */
export function encodingOf(bytes: Uint8Array): string {
  const marked = markedEncoding(bytes);
  if (marked !== undefined) return marked;
  const pairs = Math.min(bytes.length, 2000) >> 1;
  let [even, odd] = [0, 0];
  for (let i = 0; i < pairs; i++) {
    if (bytes[2 * i] === 0) even++;
    if (bytes[2 * i + 1] === 0) odd++;
  }
  if (pairs > 2 && odd > 0.4 * pairs && even < 0.1 * pairs) return 'utf-16le';
  return pairs > 2 && even > 0.4 * pairs && odd < 0.1 * pairs ? 'utf-16be' : 'utf-8';
}

/** The name as the Encoding Standard has it. @throws when there is no such encoding. */
export function knownEncoding(name: string): string {
  if (isLatin1(name)) return 'windows-1252';
  const marked = /^utf-?16$/i.test(name) ? 'utf-16le' : name;
  try {
    return new TextDecoder(marked).encoding;
  } catch {
    throw new Error(
      `There is no encoding ${JSON.stringify(name)}. There are utf-8, utf-16le, utf-16be, windows-1252 (also latin-1), ` +
        'windows-1250, windows-1251, iso-8859-2, koi8-r, shift_jis, euc-jp, euc-kr, gb18030, big5 and others.',
    );
  }
}

function isLatin1(name: string): boolean {
  return /^(latin-?1|iso-?8859-?1|windows-?1252|cp-?1252|ansi)$/i.test(name);
}

function decoder(encoding: string): (bytes: Uint8Array, more: 'more' | 'last') => string {
  if (isLatin1(encoding)) return (bytes) => windows1252(bytes);
  const text = new TextDecoder(encoding, { fatal: true });
  return (bytes, more) => text.decode(bytes, { stream: more === 'more' });
}

/** By hand: some releases of Node take the C1 controls of ISO 8859-1 for the letters and signs that stand in their place. */
function windows1252(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return text.replace(/[\x80-\x9f]/g, (sign) => C1[sign.charCodeAt(0) - 0x80]);
}

const C1 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** Files that are no text at all are called by their name. */
function checkText(bytes: Uint8Array, file: string): void {
  const start = Buffer.from(bytes.subarray(0, 4)).toString('latin1');
  const kind = start.startsWith('PK\x03\x04')
    ? 'an Excel workbook or a ZIP archive: save its table as CSV'
    : start === 'PAR1'
      ? 'a Parquet file: give it the ending .parquet'
      : start.startsWith('\x1f\x8b')
        ? 'compressed: give it the ending .gz'
        : start === '\xd0\xcf\x11\xe0'
          ? 'an old Excel workbook: save its table as CSV'
          : undefined;
  if (kind !== undefined) throw new Error(`${basename(file)} is ${kind}.`);
}

function linesBeforeFault(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = 0; at < bytes.length; lines++) {
    const end = bytes.indexOf(10, at);
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(at, end < 0 ? bytes.length : end));
    } catch {
      return lines;
    }
    if (end < 0) return lines;
    at = end + 1;
  }
  return lines;
}

function count(text: string, sign: string): number {
  let found = 0;
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) found++;
  return found;
}
