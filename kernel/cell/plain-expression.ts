import { type AnyNode, type Expression, type Program, parseExpressionAt } from 'acorn';
import { beginsWithBrace } from './begins-with-brace.ts';
import { children } from './declarations.ts';
import { parserOptions } from './parse.ts';

/**
 * A cell that is one expression which TypeScript and JavaScript read alike, as most of what a person asks is: then there is nothing
 * to erase and no place to map, and the parser of TypeScript and the way to the compiler's process and back are saved, most of what a short cell
 * takes. What could be read otherwise behind a rewriting (comments, other line ends, escaped names, templates of several lines) is left
 * to the compiler. Undefined where it is none.
 */
export function readPlainExpression(source: string): Program | undefined {
  if (/\/[/*]|<!--|-->|[\r\u2028\u2029]|\\u|`[^`]*\n|^\s*\n|\n\s*\n|^#!/.test(source)) return undefined;
  const expression = parseExpression(source);
  if (!expression || !isPlain(expression)) return undefined;
  // An object literal with a semicolon behind it is a block.
  const rest = beginsWithBrace(source) ? /^\s*$/ : /^\s*;?\s*$/;
  if (!rest.test(source.slice(expression.end))) return undefined;
  const { start, end } = expression;
  const statement = { type: 'ExpressionStatement', expression, start, end } as const;
  return { type: 'Program', sourceType: 'module', body: [statement], start, end };
}

function parseExpression(source: string): Expression | undefined {
  try {
    return parseExpressionAt(source, 0, parserOptions);
  } catch {
    // TypeScript, a statement, or a mistake, which the compiler tells.
    return undefined;
  }
}

/** Those of JavaScript that have no statement in them. */
const plain: ReadonlySet<string> = new Set([
  'ArrayExpression',
  'ArrowFunctionExpression',
  'AssignmentExpression',
  'AwaitExpression',
  'BinaryExpression',
  'CallExpression',
  'ChainExpression',
  'ConditionalExpression',
  'Identifier',
  'Literal',
  'LogicalExpression',
  'MemberExpression',
  'NewExpression',
  'ObjectExpression',
  'Property',
  'SequenceExpression',
  'SpreadElement',
  'TemplateElement',
  'TemplateLiteral',
  'UnaryExpression',
  'UpdateExpression',
]);

function isPlain(expression: Expression): boolean {
  /** `f<string>(1)`, `f<a, b>(c)`: TypeScript's arguments are JavaScript's comparisons. */
  const comparisons = new Set<string>();
  const isPlainNode = (node: AnyNode): boolean => {
    if (!plain.has(node.type) || (node.type === 'Literal' && 'regex' in node)) return false;
    if (node.type === 'BinaryExpression' && /^[<>]/.test(node.operator)) comparisons.add(node.operator.charAt(0));
    return children(node).every(isPlainNode);
  };
  return isPlainNode(expression) && comparisons.size < 2;
}
