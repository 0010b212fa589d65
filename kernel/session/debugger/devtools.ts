import { anything, integer, list, object, optional, type Parsed, parse, record, text } from '../../guards/index.ts';
import type { Fields } from '../../link/index.ts';

/** The Chrome DevTools protocol of the process that runs cells. Rejects with the protocol's own words. */
export type Devtools = (method: string, params?: Fields) => Promise<Fields>;

/** https://chromedevtools.github.io/devtools-protocol/v8/Debugger/#event-paused, what is used of it; `url` is the agent's. */
export type Paused = {
  readonly reason: string;
  readonly data?: Fields | undefined;
  readonly hitBreakpoints?: readonly string[] | undefined;
  readonly callFrames: readonly CallFrame[];
};

export type CallFrame = {
  readonly callFrameId: string;
  readonly functionName: string;
  readonly url: string;
  /** Both count from 0. */
  readonly location: {
    readonly scriptId: string;
    readonly lineNumber: number;
    readonly columnNumber?: number | undefined;
  };
  readonly scopeChain: readonly Scope[];
  readonly this?: RemoteObject | undefined;
  readonly returnValue?: RemoteObject | undefined;
};

export type Scope = { readonly type: string; readonly name?: string | undefined; readonly object: RemoteObject };

/** https://chromedevtools.github.io/devtools-protocol/v8/Runtime/#type-RemoteObject */
export type RemoteObject = {
  readonly type: string;
  readonly subtype?: string | undefined;
  readonly className?: string | undefined;
  readonly value?: unknown;
  readonly unserializableValue?: string | undefined;
  readonly description?: string | undefined;
  readonly objectId?: string | undefined;
  readonly preview?: Fields | undefined;
};

const fields = record(anything);

export const remoteObject = object<RemoteObject>({
  type: text,
  subtype: optional(text),
  className: optional(text),
  value: anything,
  unserializableValue: optional(text),
  description: optional(text),
  objectId: optional(text),
  preview: optional(fields),
});

const callFrame = object<CallFrame>({
  callFrameId: text,
  functionName: text,
  url: text,
  location: object<CallFrame['location']>({ scriptId: text, lineNumber: integer, columnNumber: optional(integer) }),
  scopeChain: list(object<Scope>({ type: text, name: optional(text), object: remoteObject })),
  this: optional(remoteObject),
  returnValue: optional(remoteObject),
});

const paused = object<Paused>({
  reason: text,
  data: optional(fields),
  hitBreakpoints: optional(list(text)),
  callFrames: list(callFrame),
});

export function parsePaused(params: unknown): Parsed<Paused> {
  return parse(paused, params, 'Debugger.paused');
}

/** How a thread that stands goes on. */
export type Motion = 'Debugger.resume' | 'Debugger.stepOver' | 'Debugger.stepInto' | 'Debugger.stepOut';

/** What cannot be done, in words for the person who asked: an answer of the debugger and no failure of it. */
export class Refusal extends Error {}
