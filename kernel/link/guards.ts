import {
  anything,
  boolean,
  fieldsOf,
  integer,
  list,
  nullable,
  object,
  oneOf,
  optional,
  type Parsed,
  parse,
  record,
  type Shape,
  text,
  union,
} from '../guards/index.ts';
import type {
  Answer,
  Bundle,
  Cell,
  CellError,
  CommMessage,
  ExpressionValue,
  FromAgent,
  FromUser,
  LiveVariable,
  Member,
  Outcome,
  Question,
  ToUser,
} from './protocol.ts';
import type { CellMap, Inserted } from './source-map.ts';

/**
 * A message of ./protocol.ts, or why it is none. A cell can write to any file descriptor, the kernel's own included, so
 * neither end believes what it reads.
 */
export function parseFromUser(message: unknown): Parsed<FromUser> {
  return parse(fromUser, message, 'message');
}

export function parseFromAgent(message: unknown): Parsed<FromAgent> {
  return parse(fromAgent, message, 'message');
}

export function parseToUser(message: unknown): Parsed<ToUser> {
  return parse(toUser, message, 'message');
}

/** A message is as long as what it tells of: it was bounded where it was made. */
function every<Element>(element: Shape<Element>): Shape<readonly Element[]> {
  return list(element, Number.POSITIVE_INFINITY);
}

const bundle = { data: record(anything), metadata: record(anything) };
const error = { ename: text, evalue: text, traceback: every(text) };
const cellError = object<CellError>({
  ...error,
  at: optional(object<NonNullable<CellError['at']>>({ name: text, line: integer, column: integer })),
});

const comm = object<CommMessage>({
  kind: oneOf('open', 'message', 'close'),
  id: text,
  target: optional(text),
  data: anything,
  metadata: optional(record(anything)),
  buffers: optional(every(text)),
});

const status = object({ status: oneOf('ok', 'error') });
const [good, failed] = [object<Bundle>(bundle), object(error)];

const expressionValue: Shape<ExpressionValue> = {
  explain: (value) => status.explain(value) ?? (fieldsOf(value).status === 'ok' ? good : failed).explain(value),
};

const outcome = union<Outcome>({
  ok: { expressions: record(expressionValue) },
  error: { error: cellError },
  interrupted: {},
});

const member = object<Member>({ name: text, type: oneOf('function', 'class', 'property') });

const variable = object<LiveVariable>({
  name: text,
  value: text,
  type: text,
  shape: optional(text),
  reference: integer,
});

const answer = union<Answer>({
  members: { members: every(member) },
  bundle,
  variables: { variables: every(variable) },
});

const fromUser = union<FromUser>({
  ready: {},
  stream: { execution: integer, name: oneOf('stdout', 'stderr'), text },
  error: { execution: integer, error: cellError },
  display: { execution: integer, ...bundle, displayId: optional(text), update: optional(boolean) },
  raw: {},
  clear: { execution: integer, wait: boolean },
  input: { execution: integer, request: integer, prompt: text, password: boolean },
  comm: { execution: integer, comm },
  result: { execution: integer, ...bundle, displayId: optional(text) },
  done: { execution: integer, outcome },
  answer: { request: integer, value: nullable(answer) },
});

const fromAgent = union<FromAgent>({
  debugged: { request: integer, result: record(anything) },
  refused: { request: integer, reason: text },
  event: { method: text, params: record(anything) },
});

const position = { line: integer, column: integer };

const map = object<CellMap>({
  rewritten: text,
  compiled: optional(text),
  inserted: every(object<Inserted>({ ...position, length: integer })),
});

const question = union<Question>({
  members: { expression: text },
  inspect: { expression: text },
  variables: { names: every(every(text) as Shape<readonly [string, string]>) },
  inside: { reference: integer },
  display: { expression: text, grid: optional(boolean) },
});

const toUser = union<ToUser>({
  execute: {
    execution: integer,
    name: text,
    code: text,
    cell: optional(object<Cell>({ id: text, source: optional(text) })),
    map,
    library: every(text),
    silent: boolean,
    expressions: record(text),
  },
  interrupt: { executions: every(integer) },
  input: {
    request: integer,
    value: nullable(text),
    reason: optional(oneOf('refused', 'ended', 'interrupted')),
  },
  ask: { request: integer, question },
  comm: { execution: integer, comm },
  warm: {},
  debug: { request: integer, method: text, params: record(anything) },
  undebug: {},
});
