import type { Content, Header, Request } from '../jupyter/index.ts';
import type { CommMessage } from '../link/index.ts';
import type { Outputs } from './outputs.ts';

/** Comms that are open, and their messages both ways. */
export interface CommTable {
  /** A client's `comm_open`, `comm_msg` or `comm_close`. */
  fromClient(request: Request): CommMessage;
  /** A cell's. */
  fromCell(execution: number, message: CommMessage): void;
  /** The request whose cell opened a comm: what is printed and shown when its client speaks belongs to that. */
  openedBy(id: string): Header | undefined;
  /** A listener of it has failed: how many times by now. Who drags a slider makes it a hundred times. */
  failed(id: string): number;
  info(content: Content): Content;
  /** Their cells are gone: tells clients so. */
  closeAll(execution: number): void;
}

export function createCommTable(outputs: Outputs): CommTable {
  const targets = new Map<string, string>();
  const openers = new Map<string, Header>();
  const failures = new Map<string, number>();

  const note = ({ kind, id, target }: CommMessage): void => {
    if (kind === 'open') targets.set(id, target ?? '');
    if (kind !== 'close') return;
    targets.delete(id);
    openers.delete(id);
    failures.delete(id);
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
      const opener = message.kind === 'open' ? outputs.parentOf(execution) : undefined;
      if (opener) openers.set(message.id, opener);
      const { kind, id, target, data, metadata = {}, buffers = [] } = message;
      const opening = kind === 'open' ? { target_name: target } : {};
      const attachments = { metadata, buffers: buffers.map((text) => Buffer.from(text, 'base64')) };
      outputs.publish(execution, messageTypes[kind], { comm_id: id, ...opening, data }, attachments);
    },
    openedBy: (id) => openers.get(id),
    failed(id) {
      const count = (failures.get(id) ?? 0) + 1;
      failures.set(id, count);
      return count;
    },
    info({ target_name: wanted }) {
      const open = [...targets].filter(([, target]) => typeof wanted !== 'string' || target === wanted);
      return { comms: Object.fromEntries(open.map(([id, target]) => [id, { target_name: target }])) };
    },
    closeAll(execution) {
      for (const id of targets.keys()) outputs.publish(execution, 'comm_close', { comm_id: id, data: {} });
      targets.clear();
      openers.clear();
      failures.clear();
    },
  };
}

const kinds: Readonly<Record<string, CommMessage['kind']>> = {
  comm_open: 'open',
  comm_msg: 'message',
  comm_close: 'close',
};
const messageTypes = { open: 'comm_open', message: 'comm_msg', close: 'comm_close' } as const;
