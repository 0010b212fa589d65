import { Session } from 'node:inspector';
import { asOurs } from '../built-ins/index.ts';

/** V8's own evaluation of code, from the thread that the code runs in: only such an evaluation can be terminated. */
export interface Inspector {
  /** Calls a method of the Chrome DevTools protocol; `done` is called once, perhaps before `post` returns. */
  post(method: string, params: object, done: (reply: Reply) => void): void;
  /**
   * Evaluates code. `isWanted` is called before `done`: an answer that is no refusal, and that nobody wants by then, is not told. What an
   * answer describes V8 keeps until it is let go: when it has been told, which is behind the end of a cell.
   */
  evaluate(params: object, done: (reply: Reply) => void, isWanted: () => boolean): void;
  /** The value that a reply describes, and not a description of it. */
  take(remote: RemoteObject): unknown;
  /** Lets go of what was described in this group. */
  release(group: string): void;
}

export type Reply =
  | { readonly kind: 'value'; readonly value: RemoteObject }
  | { readonly kind: 'thrown'; readonly value: RemoteObject }
  | { readonly kind: 'refused'; readonly message: string };

/** Of the protocol's Runtime.RemoteObject, the parts that are used. */
export type RemoteObject = {
  readonly type: string;
  readonly objectId?: string;
  readonly value?: unknown;
  readonly unserializableValue?: string;
};

/** What V8 answers to code that it evaluates. */
type Evaluated = {
  readonly result?: RemoteObject;
  readonly exceptionDetails?: { readonly text: string; readonly exception?: RemoteObject };
};

const group = 'cell';

export function createInspector(): Inspector {
  const session = new Session();
  session.connect();

  const hearing = (done: (reply: Reply) => void) =>
    asOurs((error: Error | null, reply?: Evaluated) => {
      // Beside real errors, Node gives the protocol's: { code, message }.
      if (error) return done({ kind: 'refused', message: error.message });
      if (reply?.exceptionDetails) {
        const { text, exception } = reply.exceptionDetails;
        return done({ kind: 'thrown', value: exception ?? { type: 'string', value: text } });
      }
      done({ kind: 'value', value: reply?.result ?? { type: 'undefined' } });
    });

  const post: Inspector['post'] = (method, params, done) => {
    session.post(method, params, hearing(done));
  };

  /** The protocol only describes values; a function of ours that it calls receives them. */
  let received: unknown;
  const receiverName = '__receive';
  Object.defineProperty(globalThis, receiverName, {
    configurable: true,
    value: (value: unknown) => {
      received = value;
    },
  });
  let receiver: string | undefined;
  post('Runtime.evaluate', { expression: receiverName, objectGroup: 'kernel' }, (reply) => {
    if (reply.kind === 'value') receiver = reply.value.objectId;
  });
  Reflect.deleteProperty(globalThis, receiverName);

  return {
    post,
    evaluate(params, done, isWanted) {
      const hear = hearing(done);
      session.post('Runtime.evaluate', { ...params, objectGroup: group }, (error: Error | null, reply?: Evaluated) => {
        const wanted = isWanted();
        if (error || wanted) hear(error, reply);
        const described = reply?.exceptionDetails ? reply.exceptionDetails.exception : reply?.result;
        if (described?.objectId) session.post('Runtime.releaseObjectGroup', { objectGroup: group });
      });
    },
    take(remote) {
      const { objectId, unserializableValue, value } = remote;
      if (!objectId && unserializableValue === undefined) return remote.type === 'undefined' ? undefined : value;
      received = undefined;
      const argument = objectId ? { objectId } : { unserializableValue };
      const call = {
        objectId: receiver,
        functionDeclaration: 'function (value) { this(value) }',
        arguments: [argument],
      };
      post('Runtime.callFunctionOn', call, () => {});
      const taken = received;
      received = undefined;
      return taken;
    },
    release: (group) => post('Runtime.releaseObjectGroup', { objectGroup: group }, () => {}),
  };
}
