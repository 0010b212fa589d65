import { type Scope, waits } from '../../cell/index.ts';
import { textOf } from '../../guards/index.ts';
import type { Content } from '../../jupyter/index.ts';
import { runtime } from '../../link/index.ts';
import {
  type CallFrame,
  type Devtools,
  type Scope as FrameScope,
  type Paused,
  Refusal,
  type RemoteObject,
} from './devtools.ts';
import { reaching, unreachable } from './redeclared.ts';
import type { Place, Scripts } from './scripts.ts';
import type { Translate } from './translate.ts';
import { type Holder, inWords, type Page, resultOf, stopGroup, typeOf, type Values } from './values.ts';

/** Where the process stands: its stack, and what a person can look at and change there. */
export interface Stop {
  readonly frames: readonly Frame[];
  /** What was thrown, with its stack, where that is why. */
  readonly exception: string | undefined;
  /** Those in which there is something to see. */
  scopes(frameId: unknown): Promise<Content>;
  variables(reference: unknown, page: Page): Promise<Content>;
  /** The variables of the notebook. */
  notebook(): Promise<readonly Content[]>;
  setVariable(given: Content): Promise<Content>;
  evaluate(frameId: unknown, expression: string, context: unknown): Promise<RemoteObject>;
}

export type Frame = { readonly id: number; readonly call: CallFrame; readonly place: Place };

export type StopOptions = {
  readonly devtools: Devtools;
  readonly scripts: Scripts;
  readonly translate: Translate;
  readonly values: Values;
  /** What cells declared. */
  scope(): Scope;
};

export function createStop(paused: Paused, { devtools, scripts, translate, values, scope }: StopOptions): Stop {
  const frames = paused.callFrames.map((call, i): Frame => {
    const { lineNumber, columnNumber = 0 } = call.location;
    return { id: i + 1, call, place: scripts.place(call.url, { line: lineNumber + 1, column: columnNumber + 1 }) };
  });

  const frame = (id: unknown): Frame => {
    const found = frames.find((each) => each.id === id);
    if (!found)
      throw new Refusal(`There is no stack frame ${JSON.stringify(id)}: the cell went on since, or never had it.`);
    return found;
  };

  const onFrame = async ({ call }: Frame, code: string, silent?: 'without side effects'): Promise<RemoteObject> => {
    const asked = { objectGroup: stopGroup, generatePreview: true, throwOnSideEffect: silent !== undefined };
    const { callFrameId } = call;
    if (!(await isOutOfReach(call, code)))
      return resultOf(await devtools('Debugger.evaluateOnCallFrame', { ...asked, callFrameId, expression: code }));
    if (call.scopeChain.every(({ type }) => type === 'script' || type === 'global'))
      return resultOf(await devtools('Runtime.evaluate', { ...asked, expression: code }));
    const expression = reaching(code);
    return resultOf(await devtools('Debugger.evaluateOnCallFrame', { ...asked, callFrameId, expression }));
  };

  const isOutOfReach = async ({ callFrameId }: CallFrame, code: string): Promise<boolean> => {
    const asked = { callFrameId, expression: `${unreachable(code)}.length > 0`, throwOnSideEffect: true };
    return resultOf(await devtools('Debugger.evaluateOnCallFrame', asked)).value === true;
  };

  const evaluate: Stop['evaluate'] = async (frameId, expression, context) => {
    const code = await translate.code(expression);
    if (waits(code)) throw new Refusal('Nothing can be awaited while the cell stands at a breakpoint.');
    return onFrame(frame(frameId ?? frames[0]?.id), code, context === 'hover' ? 'without side effects' : undefined);
  };

  const own = async (of: RemoteObject): Promise<readonly Content[]> =>
    (await values.inside(of, { filter: 'named' })).filter(({ name }) => !isOurs(String(name)));

  /** The notebook's variables: V8 may know them by another name, and has more that nobody wrote. */
  const ofNotebook = async (of: RemoteObject): Promise<readonly Content[]> => {
    const known = new Map((await values.inside(of, { filter: 'named' })).map((each) => [each.name, each]));
    return [...scope().values()].flatMap(({ name, binding }) => {
      const found = known.get(binding);
      return found ? [{ ...found, name, evaluateName: name }] : [];
    });
  };

  const more = (name: string, value: RemoteObject | undefined): readonly Content[] =>
    value && value.type !== 'undefined' ? [{ ...values.variable(name, value), evaluateName: undefined }] : [];

  const holderOf = async (at: Frame, chain: FrameScope, i: number): Promise<Holder | undefined> => {
    if (chain.type === 'global') return { kind: 'object', of: chain.object };
    const assign = async (name: string, _: RemoteObject, text: string): Promise<RemoteObject> => {
      const shadowed = at.call.scopeChain
        .slice(0, i)
        .some(({ type }) => type === 'block' || type === 'local' || type === 'catch');
      const target = shadowed ? await innermost(at, i, name) : name;
      return onFrame(at, await translate.code(`(${target} = (${text}\n))`));
    };
    if (chain.type === 'script') return { kind: 'list', read: () => ofNotebook(chain.object), set: assign };
    // Of a cell itself it is the global object, which is a scope of its own.
    const self = at.call.this?.className === 'global' ? undefined : at.call.this;
    const extra = i === 0 ? [...more('this', self), ...more('Return value', at.call.returnValue)] : [];
    const read = async () => [...extra, ...(await own(chain.object))];
    return (await read()).length > 0 ? { kind: 'list', read, set: assign } : undefined;
  };

  /** A name that an inner scope declares, too, cannot be reached from the frame. */
  const innermost = async (at: Frame, i: number, name: string): Promise<string> => {
    for (const { object } of at.call.scopeChain.slice(0, i)) {
      const names = (await values.inside(object, { filter: 'named' })).map((each) => each.name);
      if (names.includes(name))
        throw new Refusal(`An inner scope has a ${name} of its own: that one is changed here, or none.`);
    }
    return name;
  };

  const holder = (reference: unknown): Holder => {
    const found = values.find(Number(reference));
    if (!found)
      throw new Refusal(`There is no variablesReference ${JSON.stringify(reference)}: the cell went on since.`);
    return found;
  };

  const onObject = async (
    objectId: string,
    functionDeclaration: string,
    given: readonly unknown[],
  ): Promise<RemoteObject> => {
    const call = { objectId, functionDeclaration, arguments: given, objectGroup: stopGroup, generatePreview: true };
    return resultOf(await devtools('Runtime.callFunctionOn', call));
  };

  return {
    frames,
    exception: isException(paused) ? textOf(paused.data?.description) : undefined,
    async scopes(frameId) {
      const at = frame(frameId);
      const { scopeChain } = at.call;
      const holders = await Promise.all(scopeChain.map((chain, i) => holderOf(at, chain, i)));
      const scopes = scopeChain.flatMap(({ type }, i) => {
        const found = holders[i];
        if (!found) return [];
        const hint = i === 0 && type === 'local' ? { presentationHint: 'locals' } : {};
        const name = scopeNames[type] ?? type;
        return [{ name, variablesReference: values.refer(found), expensive: type === 'global', ...hint }];
      });
      return { scopes };
    },
    async variables(reference, page) {
      const found = holder(reference);
      if (found.kind === 'list') return { variables: await found.read() };
      if (found.kind === 'object') return { variables: await values.inside(found.of, page) };
      const { owner, name } = found;
      const value = await onObject(owner, 'function (name) { return this[name] }', [{ value: name }]);
      return { variables: [values.variable(name, value)] };
    },
    async notebook() {
      const script = frames[0]?.call.scopeChain.find(({ type }) => type === 'script');
      return script ? ofNotebook(script.object) : [];
    },
    async setVariable({ variablesReference, name, value: text }) {
      const found = holder(variablesReference);
      if (found.kind === 'getter') throw new Refusal('Only its own code can say what this is; it cannot be set.');
      const value = await evaluate(undefined, String(text), 'repl');
      if (found.kind === 'list') {
        if (!found.set) throw new Refusal(`${String(name)} cannot be set.`);
        return settled(await found.set(String(name), value, String(text)));
      }
      const { objectId, value: plain, unserializableValue } = value;
      const argument = objectId ? { objectId } : unserializableValue ? { unserializableValue } : { value: plain };
      const set = "function (name, value) { 'use strict'; this[name] = value; return this[name] }";
      return settled(await onObject(found.of.objectId ?? '', set, [{ value: String(name) }, argument]));
    },
    evaluate,
  };

  function settled(value: RemoteObject): Content {
    const { variablesReference } = values.variable('', value);
    return { value: inWords(value), type: typeOf(value), variablesReference };
  }
}

/** Whether the process stands because something was thrown. */
export function isException({ reason }: Pick<Paused, 'reason'>): boolean {
  return reason === 'exception' || reason === 'promiseRejection';
}

const scopeNames: Readonly<Record<string, string>> = {
  local: 'Local',
  block: 'Block',
  catch: 'Catch',
  closure: 'Closure',
  module: 'Module',
  script: 'Notebook',
  global: 'Global',
};

function isOurs(name: string): boolean {
  return name === '__resumed' || name.startsWith(runtime);
}
