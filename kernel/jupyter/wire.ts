import { isUtf8 } from 'node:buffer';
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { isObject } from '../guards/index.ts';
import { writeJson } from '../link/index.ts';
import type { Content, Header, Message } from './messages.ts';

/** ZeroMQ frames that were not a message we may act on, with the reason for the log. */
export type Rejection = { readonly kind: 'rejected'; readonly reason: string };
export type Decoded = { readonly kind: 'message'; readonly message: Message } | Rejection;

const delimiter = Buffer.from('<IDS|MSG>');
/** Far above any client (a 30 MB cell is welcome), below what JSON.parse and V8's strings can hold. */
export const maxFrameBytes = 256 * 1024 * 1024;
const maxFrames = 4096;
const maxHeaderBytes = 64 * 1024;

/** Makes the header of a new message of `session`. */
export function createHeader(session: string, msgType: string, subshellId?: string | null): Header {
  return {
    msg_id: randomUUID(),
    session,
    username: 'kernel',
    date: new Date().toISOString(),
    msg_type: msgType,
    version: '5.5',
    ...(subshellId == null ? {} : { subshell_id: subshellId }),
  };
}

/** Writes a message as ZeroMQ frames: identities, delimiter, signature, four JSON frames, buffers. */
export function encode(message: Message, key: string): Uint8Array[] {
  const { header, parentHeader, metadata, content } = message;
  const parts = [header, parentHeader, metadata, content].map((part) => Buffer.from(writeJson(part)));
  return [...message.identities, delimiter, Buffer.from(sign(parts, key)), ...parts, ...message.buffers];
}

/**
 * Reads ZeroMQ frames as a message; never throws. The signature is checked before anything is parsed.
 * An empty `key` means that the connection file switched signing off.
 */
export function decode(frames: readonly Uint8Array[], key: string, replays?: ReplayGuard): Decoded {
  if (frames.length > maxFrames) return reject(`${frames.length} frames, more than ${maxFrames}`);
  const buffers = frames.map((frame) => Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength));
  const at = buffers.findIndex((frame) => frame.equals(delimiter));
  if (at < 0) return reject('no delimiter frame');
  const [signature, ...rest] = buffers.slice(at + 1);
  const parts = rest.slice(0, 4);
  if (signature === undefined || parts.length < 4) return reject(`only ${frames.length - at - 1} frames after it`);
  if (rest.some((part) => part.length > maxFrameBytes)) return reject(`a frame is larger than ${maxFrameBytes} bytes`);
  if (key !== '') {
    const expected = Buffer.from(sign(parts, key));
    if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) return reject('bad signature');
    if (replays?.seen(signature.toString('latin1'))) return reject('replayed: its signature was seen before');
  }
  const [header, parentHeader, metadata, content] = parts.map(parseObject);
  if (!header || (parts[0]?.length ?? 0) > maxHeaderBytes) return reject('the header is not a small JSON object');
  if (!parentHeader || !metadata || !content) return reject('parent header, metadata and content must be JSON objects');
  const read = readHeader(header);
  if (typeof read === 'string') return reject(read);
  return {
    kind: 'message',
    message: {
      identities: buffers.slice(0, at),
      header: read,
      parentHeader: scalars(parentHeader),
      metadata,
      content,
      buffers: rest.slice(4),
    },
  };
}

/** Remembers the signatures of the last messages in bounded memory, as jupyter_client does. */
export type ReplayGuard = { seen(signature: string): boolean };

export function createReplayGuard(capacity = 65_536): ReplayGuard {
  const signatures = new Set<string>();
  return {
    seen(signature) {
      if (signatures.has(signature)) return true;
      signatures.add(signature);
      for (const oldest of signatures) {
        if (signatures.size <= capacity) break;
        signatures.delete(oldest);
      }
      return false;
    },
  };
}

function reject(reason: string): Rejection {
  return { kind: 'rejected', reason };
}

function sign(parts: readonly Uint8Array[], key: string): string {
  if (key === '') return '';
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(part);
  return hmac.digest('hex');
}

function parseObject(frame: Buffer): Content | undefined {
  if (!isUtf8(frame)) return undefined;
  try {
    const value: unknown = JSON.parse(frame.toString());
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function readHeader(header: Content): Header | string {
  for (const name of ['msg_id', 'msg_type', 'session']) {
    if (typeof header[name] !== 'string' || (header[name] === '' && name !== 'session')) {
      return `header.${name} is not a string: ${JSON.stringify(header[name] ?? null).slice(0, 80)}`;
    }
  }
  if (header.subshell_id != null && typeof header.subshell_id !== 'string') return 'header.subshell_id is not a string';
  return { username: '', date: '', version: '', ...scalars(header) } as Header;
}

/** Headers are sent back with every reply and output: what is deep or large in one must not travel on. */
function scalars(object: Content): Content {
  return Object.fromEntries(
    Object.entries(object).filter(
      ([, value]) => value === null || ['string', 'number', 'boolean'].includes(typeof value),
    ),
  );
}
