import type { FromUser, ToUser } from './protocol.ts';

/**
 * Whether what arrived is a message of ./protocol.ts. A cell can write to any file descriptor, the kernel's own included, so
 * neither end believes what it reads.
 */
export function isFromUser(message: unknown): message is FromUser {
  return fits(message, fromUser);
}

export function isToUser(message: unknown): message is ToUser {
  return fits(message, toUser);
}

type Check = (value: unknown) => boolean;

/** A check for each field that a kind of message must have. */
type Checks<Message extends { readonly kind: string }> = {
  readonly [Kind in Message['kind']]: {
    readonly [Field in Exclude<RequiredFields<Extract<Message, { kind: Kind }>>, 'kind'>]: Check;
  };
};

type RequiredFields<Message> = {
  [Field in keyof Message]-?: object extends Pick<Message, Field> ? never : Field;
}[keyof Message];

const number: Check = (value) => Number.isSafeInteger(value);
const string: Check = (value) => typeof value === 'string';
const boolean: Check = (value) => typeof value === 'boolean';
const record: Check = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const nullOr =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const oneOf =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value);
const kindOf =
  (...kinds: readonly string[]): Check =>
  (value) =>
    record(value) && kinds.includes((value as { kind: string }).kind);

const comm = kindOf('open', 'message', 'close');

const fromUser = {
  ready: {},
  stream: { execution: number, name: oneOf('stdout', 'stderr'), text: string },
  display: { execution: number, data: record, metadata: record },
  raw: {},
  clear: { execution: number, wait: boolean },
  input: { execution: number, request: number, prompt: string, password: boolean },
  comm: { execution: number, comm },
  result: { execution: number, data: record, metadata: record },
  done: { execution: number, outcome: kindOf('ok', 'error', 'interrupted') },
  answer: { request: number, value: nullOr(kindOf('members', 'bundle', 'variables')) },
} satisfies Checks<FromUser>;

const toUser = {
  execute: {
    execution: number,
    name: string,
    code: string,
    map: record,
    library: listOf(string),
    silent: boolean,
    expressions: record,
  },
  interrupt: { executions: listOf(number) },
  input: { request: number, value: nullOr(string) },
  ask: { request: number, question: kindOf('members', 'inspect', 'variables', 'inside', 'display') },
  comm: { execution: number, comm },
  warm: {},
} satisfies Checks<ToUser>;

function fits(message: unknown, kinds: Readonly<Record<string, Readonly<Record<string, Check>>>>): boolean {
  if (!record(message)) return false;
  const fields = message as Readonly<Record<string, unknown>>;
  const kind = String(fields.kind);
  const checks = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  return checks !== undefined && Object.entries(checks).every(([field, check]) => check(fields[field]));
}
