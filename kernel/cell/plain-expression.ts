import { encode, type SourceMapSegment } from '@jridgewell/sourcemap-codec';
import type { Program } from 'oxc-parser';

/**
 * Whether a cell is one expression that TypeScript and JavaScript read alike, as most of what a person asks is: then there is nothing
 * to erase, and the way to the compiler's process and back, a good part of what a short cell takes, is saved. What could be read
 * otherwise behind a rewriting (comments, other line ends, escaped names, templates of several lines) is left to the compiler.
 */
export function isPlainExpression(source: string, { body }: Program): boolean {
  return (
    body.length === 1 &&
    body[0]?.type === 'ExpressionStatement' &&
    isShort(source) &&
    !/\/[/*]|<!--|-->|[\r\u2028\u2029]|\\u|`[^`]*\n/.test(source) &&
    isPlain(body[0].expression)
  );
}

/** It is read, and mapped, word by word on the thread that answers: a text of 30 MB is one word, a list of a million numbers is not. */
function isShort(source: string): boolean {
  if (source.length <= mostWords) return true;
  const words = new RegExp(word, 'gu');
  for (let count = 0; count < mostWords; count++) if (!words.test(source)) return true;
  return false;
}

const mostWords = 4_000;
const word = /[\p{ID_Continue}$]+|\S/u;

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
  'ExpressionStatement',
  'FunctionBody',
  'Identifier',
  'LogicalExpression',
  'MemberExpression',
  'NewExpression',
  'ObjectExpression',
  'ParenthesizedExpression',
  'Property',
  'SequenceExpression',
  'SpreadElement',
  'TemplateElement',
  'TemplateLiteral',
  'UnaryExpression',
  'UpdateExpression',
]);

function isPlain(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return true;
  if (Array.isArray(node)) return node.every(isPlain);
  const { type, optional, regex } = node as {
    readonly type?: string;
    readonly optional?: boolean;
    readonly regex?: unknown;
  };
  if (type === undefined) return true;
  if (type === 'Literal') return regex === undefined;
  // `(x?) => x`
  if (!plain.has(type) || (type === 'Identifier' && optional === true)) return false;
  return Object.values(node).every(isPlain);
}

/** The map of a text that stays as it is, in the compiler's manner: a place for every token, of a line's first before its indentation. */
export function sameMappings(text: string): string {
  const lines = text
    .split('\n')
    .map((line, number) =>
      [...line.matchAll(new RegExp(word, 'gu'))].map(
        ({ index }, i): SourceMapSegment => [i === 0 ? 0 : index, 0, number, index],
      ),
    );
  return encode(lines);
}
