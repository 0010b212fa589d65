import { types } from 'node:util';
import type { Answer, LiveVariable, Member, Question } from '../../link/index.ts';
import type { GridOf } from '../values/bundle.ts';
import { quietText } from '../values/quiet.ts';
import { quietBundle } from '../values/quiet-bundle.ts';
import { describeVariable, inside } from '../values/variables.ts';
import type { Inspector } from './inspector.ts';

/**
 * Answers questions about live values. V8 refuses expressions that would change something, and slow ones; what they give is put in words
 * without running code of the person's (../values/quiet.ts).
 */
export function createAnswerer(inspector: Inspector, grid: GridOf = () => ({})): (question: Question) => Answer | null {
  let references: unknown[] = [];
  const refer = (value: unknown): number => references.push(value);

  return (question) => {
    switch (question.kind) {
      case 'members': {
        if (question.expression === '') return { kind: 'members', members: membersOf(globalThis) };
        const value = liveValue(inspector, question.expression);
        return value && { kind: 'members', members: membersOf(value.of) };
      }
      case 'inspect': {
        const value = liveValue(inspector, question.expression);
        return value && { kind: 'bundle', data: { 'text/plain': inWords(value.of) }, metadata: {} };
      }
      case 'display': {
        const value = liveValue(inspector, question.expression);
        if (!value) return null;
        if (question.grid) return { kind: 'bundle', data: grid(value.of), metadata: {} };
        return { kind: 'bundle', ...quietBundle(value.of) };
      }
      case 'variables': {
        references = [];
        const thunks = question.names.map(([, binding]) => `() => ${binding}`).join(', ');
        const read = liveValue(inspector, `[[${thunks}]]`)?.of as (() => unknown)[] | undefined;
        const variables = question.names.flatMap(([name], i): LiveVariable[] => {
          try {
            return [describeVariable(name, read?.[i]?.(), refer)];
          } catch {
            return []; // Its cell failed before it had a value.
          }
        });
        return { kind: 'variables', variables };
      }
      case 'inside': {
        const value = references[question.reference - 1];
        if (references.length > mostReferences) return { kind: 'variables', variables: [] };
        return {
          kind: 'variables',
          variables: inside(value).map(([name, each]) => describeVariable(name, each, refer)),
        };
      }
    }
  };
}

/** A person opens few values between two cells; the next look at the variables forgets them. */
const mostReferences = 100_000;

/** Milliseconds. */
const longestExpression = 200;

/** What is in the list that an expression gives. Not in REPL mode, whose replies come later, as for a cell with `await`. */
function liveValue(inspector: Inspector, expression: string): { readonly of: unknown } | null {
  let value: { of: unknown } | null = null;
  const params = {
    expression,
    throwOnSideEffect: true,
    timeout: longestExpression,
    objectGroup: 'question',
  };
  inspector.post('Runtime.evaluate', params, (reply) => {
    if (reply.kind === 'value') value = { of: (inspector.take(reply.value) as readonly unknown[])[0] };
  });
  inspector.release('question');
  return value;
}

const mostMembers = 2_000;

/** Names that may follow a dot, inherited ones included. No getter runs. */
function membersOf(value: unknown): readonly Member[] {
  const members = new Map<string, Member>();
  if (value === null || value === undefined || types.isProxy(value)) return [];
  for (let object: unknown = Object(value); object && !types.isProxy(object); object = Object.getPrototypeOf(object)) {
    // The elements of a list are no names, and there may be millions.
    const isList = object === value && (Array.isArray(object) || ArrayBuffer.isView(object));
    const names = isList ? ['length'] : Object.getOwnPropertyNames(object);
    for (const name of names) {
      if (members.size >= mostMembers) return [...members.values()];
      if (members.has(name) || !/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)) continue;
      // To describe it V8 would make it, with code that a cell may have installed.
      const isStack = name === 'stack' && types.isNativeError(object);
      const { value: own } = (isStack ? undefined : Object.getOwnPropertyDescriptor(object, name)) ?? {};
      members.set(name, { name, type: typeof own !== 'function' ? 'property' : isClass(own) ? 'class' : 'function' });
    }
  }
  return [...members.values()];
}

function isClass(value: object): boolean {
  return /^class\b/.test(Function.prototype.toString.call(value));
}

/** The type, a function's head, and the value. */
function inWords(value: unknown): string {
  if (typeof value !== 'function') return quietText(value, { depth: 2, maxArrayLength: 20, maxStringLength: 1_000 });
  const source = Function.prototype.toString.call(value);
  const head = source.split('\n', 1)[0]?.replace(/\s*(\{|=>\s*\{?).*$/, '') ?? '';
  return `${quietText(value, { depth: 0 })}\n${head}`;
}
