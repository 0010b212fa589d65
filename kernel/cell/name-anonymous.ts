import type { AnyNode, ClassExpression, Expression, Identifier, Program } from 'acorn';
import type MagicString from 'magic-string';
import { children } from './declarations.ts';
import type { Written } from './own-names.ts';
import type { Reference } from './references.ts';

export type NameAnonymousOptions = {
  readonly identifiers: readonly Reference[];
  readonly written: Written;
  bindingOf(name: string): string;
  isGenerated(name: string): boolean;
};

/**
 * A function or class without a name takes that of the variable it is first given to. Where the variable has another name than the
 * person wrote (`__process`, or the compiler's `_a` for a class with decorators), it gets the person's through a property.
 */
export function nameAnonymous(text: MagicString, program: Program, options: NameAnonymousOptions): void {
  const { identifiers, written, bindingOf, isGenerated } = options;
  const renamed = new Map(
    identifiers
      .filter(({ name }) => bindingOf(name) !== name && !isGenerated(name))
      .map(({ name, start }) => [start, name] as const),
  );
  if (renamed.size === 0 && !/\b_\w+ = class\b/.test(text.original)) return;

  const give = (value: AnyNode, name: string): void => {
    const before = name === '' ? '(0, ' : `{ ${JSON.stringify(name)}: `;
    const after = name === '' ? ')' : ` }[${JSON.stringify(name)}]`;
    text.appendRight(value.start, before).appendLeft(value.end, after);
  };
  /** What gets a value, and the value. */
  const assign = (target: AnyNode, value: Expression | null | undefined, name: string | undefined): void => {
    if (!value) return;
    const own = renamed.get(target.start);
    if (own !== undefined && isAnonymous(value)) give(value, own);
    if (value.type === 'SequenceExpression') nameClass(value.expressions, name ?? '');
  };
  /** `_a = class {}, …, _a`: a class with decorators, as esbuild writes it. */
  const nameClass = (parts: readonly Expression[], name: string): void => {
    const last = parts.at(-1);
    for (const part of parts) {
      if (part.type !== 'AssignmentExpression' || part.left.type !== 'Identifier' || last?.type !== 'Identifier')
        continue;
      if (part.left.name === last.name && part.right.type === 'ClassExpression' && isAnonymous(part.right)) {
        named.add(part.right);
        const own = written.classNameAt(part.start);
        if (own === undefined) give(part.right, name);
        else {
          text.appendLeft(part.right.start + 'class'.length, ` ${own}`);
          // Static parts run before the variable has the class.
          for (const use of usesInStatics(part.right, last.name)) text.update(use.start, use.end, own);
        }
      }
    }
  };
  const named = new Set<AnyNode>();

  const visit = (node: AnyNode): void => {
    if (node.type === 'VariableDeclarator') assign(node.id, node.init, nameOf(node.id));
    else if (node.type === 'AssignmentExpression' && !named.has(node.right))
      assign(node.left, node.right, nameOf(node.left));
    else if (node.type === 'AssignmentPattern') assign(node.left, node.right, nameOf(node.left));
    else if (node.type === 'Property' && node.kind === 'init' && node.value.type === 'SequenceExpression') {
      nameClass(node.value.expressions, node.computed ? '' : nameOf(node.key));
    } else if (node.type === 'SequenceExpression') {
      const isKnown = node.expressions.some((part) => part.type === 'AssignmentExpression' && named.has(part.right));
      if (!isKnown) nameClass(node.expressions, '');
    }
    for (const child of children(node)) visit(child);
  };
  for (const statement of program.body) visit(statement);
}

function usesInStatics({ body }: ClassExpression, name: string): readonly AnyNode[] {
  const uses: AnyNode[] = [];
  const visit = (node: AnyNode): void => {
    if (node.type === 'Identifier' && node.name === name) uses.push(node);
    for (const child of children(node)) visit(child);
  };
  for (const part of body.body) {
    if (part.type === 'StaticBlock') visit(part);
    else if (part.type === 'PropertyDefinition' && part.static && part.value) visit(part.value);
  }
  return uses;
}

function nameOf(target: AnyNode): string {
  return target.type === 'Identifier' ? (target as Identifier).name : '';
}

function isAnonymous(value: Expression): boolean {
  if (value.type === 'ArrowFunctionExpression') return true;
  return (value.type === 'FunctionExpression' || value.type === 'ClassExpression') && !value.id;
}
