import { seen } from '../../multitask/options/index.ts';
import { mostState } from '../../payloads/widget.ts';
import { jsonValue } from '../values/json-value.ts';

export type State = Readonly<Record<string, unknown>>;

/** What a front end may not be told, in words; undefined where all is well. */
export type Refuse = (name: string, value: unknown, state: State) => string | undefined;

/** A state as it crosses to the front end. @throws where it cannot, or is too large. */
export function crossing(what: string, state: State): State {
  const jupyters = Object.keys(state).find((name) => name.startsWith('_'));
  if (jupyters !== undefined)
    throw new Error(`${what}: its state has ${jupyters}; names that begin with _ are Jupyter's own, take another.`);
  const json = jsonValue(state) as State;
  const length = JSON.stringify(json, (name, value: unknown) => refuseUnsayable(what, name, value))?.length ?? 0;
  if (length > mostState) {
    throw new Error(
      `${what}: its state takes ${length} characters of JSON; at most ${mostState} cross to the front end. Share what is shown, not all of the data.`,
    );
  }
  return json;
}

/** JSON leaves functions and symbols out without a word: the front end would look for what never came. */
function refuseUnsayable(what: string, name: string, value: unknown): unknown {
  if (typeof value !== 'function' && typeof value !== 'symbol') return value;
  throw new TypeError(
    `${what}: ${JSON.stringify(name)} in its state is ${seen(value)}, which JSON cannot carry to the front end; leave it out, or share what it gives.`,
  );
}

/** A front end may change what is there, to a value of the same kind. */
export const refuseOtherKinds: Refuse = (name, value, state) => {
  if (!Object.hasOwn(state, name)) {
    return `there is no ${JSON.stringify(name)} in its state, which has ${Object.keys(state).join(', ') || 'nothing'}`;
  }
  const before = state[name];
  // Nothing was said of what it will be.
  if (before === null || before === undefined || kindOf(before) === kindOf(value)) return undefined;
  return `${name} is ${kindOf(value)}; ${kindOf(before)} was expected`;
};

export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  const type = typeof value;
  return type === 'object'
    ? 'an object'
    : type === 'boolean'
      ? 'true or false'
      : type === 'string'
        ? 'a text'
        : `a ${type}`;
}
