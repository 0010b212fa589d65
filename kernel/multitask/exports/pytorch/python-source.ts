/** An expression of Python, which knows how to break into lines as ruff breaks it. */
export type Expression = string | Call | Operation;

/** A call, a list or a dictionary: what stands between its brackets breaks one a line. */
type Call = { readonly open: string; readonly items: readonly Expression[]; readonly close: string };

/** Operands with an operator between them: in brackets where they do not fit a line. */
type Operation = { readonly operator: string; readonly operands: readonly string[] };

export function operation(operator: '+' | '*', operands: readonly string[]): Expression {
  return operands.length === 1 ? operands[0] : { operator: ` ${operator} `, operands };
}

export function call(name: string, ...items: readonly Expression[]): Expression {
  return { open: `${name}(`, items, close: ')' };
}

export function list(items: readonly Expression[]): Expression {
  return { open: '[', items, close: ']' };
}

export function dictionary(entries: readonly (readonly [string, Expression])[]): Expression {
  return { open: '{', items: entries.map(([key, value]) => prefixed(`${text(key)}: `, value)), close: '}' };
}

/** `name=value`, or a key before its value. */
export function prefixed(prefix: string, value: Expression): Expression {
  return typeof value !== 'string' && 'open' in value
    ? { ...value, open: `${prefix}${value.open}` }
    : `${prefix}${flatten(value)}`;
}

/** `prefix` and an expression, with a comment behind it: lines of at most 88 characters where brackets allow it. */
export function statement(
  prefix: string,
  expression: Expression,
  indent: number,
  comment?: string,
  isItem = false,
): string[] {
  const note = isItem ? ',' : comment === undefined ? '' : `  # ${comment}`;
  const flat = `${' '.repeat(indent)}${prefix}${flatten(expression)}${note}`;
  if (length(flat) <= longestLine || typeof expression === 'string') return [flat];
  if ('operands' in expression) {
    const { operator, operands } = expression;
    const inner = `${' '.repeat(indent + 4)}${operands.join(operator)}`;
    const lines =
      length(inner) <= longestLine
        ? [inner]
        : operands.map((each, i) => `${' '.repeat(indent + 4)}${i === 0 ? '' : operator.trimStart()}${each}`);
    return [`${' '.repeat(indent)}${prefix}(`, ...lines, `${' '.repeat(indent)})${note}`];
  }
  const { open, items, close } = expression;
  if (items.length === 0) return [flat];
  const lines = items.flatMap((item) => statement('', item, indent + 4, undefined, true));
  return [`${' '.repeat(indent)}${prefix}${open}`, ...lines, `${' '.repeat(indent)}${close}${note}`];
}

/** A string as ruff writes it. */
export function text(value: string): string {
  const quoted = JSON.stringify(value);
  return value.includes('"') && !value.includes("'") ? `'${quoted.slice(1, -1).replaceAll('\\"', '"')}'` : quoted;
}

/** A number as Python reads it: always a float. */
export function float(value: number): string {
  const written = String(value).replace('e+', 'e');
  return /[.en]/.test(written) ? written : `${written}.0`;
}

function flatten(expression: Expression): string {
  if (typeof expression === 'string') return expression;
  if ('operands' in expression) return expression.operands.join(expression.operator);
  return `${expression.open}${expression.items.map(flatten).join(', ')}${expression.close}`;
}

/** Characters, not halves of them. */
function length(line: string): number {
  return [...line].length;
}

const longestLine = 88;
