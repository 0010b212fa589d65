import type { Content, Request } from '../jupyter/index.ts';
import type { CommMessage } from '../link/index.ts';
import type { Outputs } from './outputs.ts';

/** Comms that are open, and their messages both ways. */
export interface CommTable {
  /** A client's `comm_open`, `comm_msg` or `comm_close`. */
  fromClient(request: Request): CommMessage;
  /** A cell's. */
  fromCell(execution: number, message: CommMessage): void;
  info(content: Content): Content;
  /** Their cells are gone: tells clients so. */
  closeAll(execution: number): void;
}

export function createCommTable(outputs: Outputs): CommTable {
  const targets = new Map<string, string>();

  const note = ({ kind, id, target }: CommMessage): void => {
    if (kind === 'open') targets.set(id, target ?? '');
    if (kind === 'close') targets.delete(id);
  };

  return {
    fromClient({ header, content, metadata, buffers }) {
      const message: CommMessage = {
        kind: kinds[header.msg_type] ?? 'message',
        id: String(content.comm_id ?? ''),
        target: typeof content.target_name === 'string' ? content.target_name : undefined,
        data: content.data ?? {},
        metadata,
        buffers: buffers.map((bytes) => Buffer.from(bytes).toString('base64')),
      };
      note(message);
      return message;
    },
    fromCell(execution, message) {
      note(message);
      const { kind, id, target, data, metadata = {}, buffers = [] } = message;
      const opening = kind === 'open' ? { target_name: target } : {};
      const attachments = { metadata, buffers: buffers.map((text) => Buffer.from(text, 'base64')) };
      outputs.publish(execution, messageTypes[kind], { comm_id: id, ...opening, data }, attachments);
    },
    info({ target_name: wanted }) {
      const open = [...targets].filter(([, target]) => typeof wanted !== 'string' || target === wanted);
      return { comms: Object.fromEntries(open.map(([id, target]) => [id, { target_name: target }])) };
    },
    closeAll(execution) {
      for (const id of targets.keys()) outputs.publish(execution, 'comm_close', { comm_id: id, data: {} });
      targets.clear();
    },
  };
}

const kinds: Readonly<Record<string, CommMessage['kind']>> = {
  comm_open: 'open',
  comm_msg: 'message',
  comm_close: 'close',
};
const messageTypes = { open: 'comm_open', message: 'comm_msg', close: 'comm_close' } as const;
