import { fieldsOf, textOf } from '../../kernel/guards/index.ts';

/** A value of the notebook, as the kernel describes it. */
export type Variable = {
  readonly name: string;
  readonly type: string;
  /** Of tensors, datasets, rows and models. */
  readonly shape: string;
  readonly value: string;
  /** Asks the kernel for what is inside; 0 when nothing is. */
  readonly reference: number;
};

/** The variables in the reply to `debug_request`; none where it failed or is not what it should be. */
export function readVariables(reply: Readonly<Record<string, unknown>>): readonly Variable[] {
  const { success, body } = reply;
  const { variables } = fieldsOf(body);
  if (success !== true || !Array.isArray(variables)) return [];
  return variables.map((each) => {
    const { name, type, shape, value, variablesReference } = fieldsOf(each);
    const reference = Number.isInteger(variablesReference) ? Number(variablesReference) : 0;
    return { name: textOf(name), type: textOf(type), shape: textOf(shape), value: textOf(value), reference };
  });
}

/** The bundle in the reply to `richInspectVariables`; empty where it failed. */
export function readBundle(reply: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return reply.success === true ? fieldsOf(fieldsOf(reply.body).data) : {};
}

/** Its text. */
export function readText(reply: Readonly<Record<string, unknown>>): string | undefined {
  const plain = readBundle(reply)['text/plain'];
  return typeof plain === 'string' ? plain : undefined;
}

/** What stands behind the name: `Tensor [2, 3]  0, 1, 2, …`. A type that the value begins with is not said twice. */
export function describe({ type, shape, value }: Variable): string {
  const isSaid =
    value === type ||
    value.startsWith(`${type} `) ||
    type === 'string' ||
    type === 'undefined' ||
    (type === 'Object' && shape !== '');
  const kind = [isSaid ? '' : type, shape].filter((part) => part !== '').join(' ');
  return [kind, value].filter((part) => part !== '').join('  ');
}

/** Whether it can be opened as a table, as its shape says. */
export function isTable({ shape }: Pick<Variable, 'shape'>): boolean {
  return / rows?( × |$)/.test(shape);
}

/** Whether it is a part of a longer list, which the list itself holds: `[0 … 99]`. */
export function isStretch({ name, type }: Pick<Variable, 'name' | 'type'>): boolean {
  return type === '' && /^\[\d+ … \d+\]$/.test(name);
}

/** A name of VS Code's own icons. */
export function iconOf({ type, shape }: Variable): string {
  if (/^(Tensor|Variable)$/.test(type) && shape !== '') return 'symbol-numeric';
  if (/ parameters$/.test(shape)) return 'circuit-board';
  if (isTable({ shape })) return 'table';
  if (type === 'function') return 'symbol-method';
  if (type === 'string') return 'symbol-string';
  if (type === 'number' || type === 'bigint') return 'symbol-number';
  if (type === 'boolean') return 'symbol-boolean';
  return /Array|^Set|^Map/.test(type) ? 'symbol-array' : 'symbol-variable';
}
