import type {
  AnyNode,
  ArrowFunctionExpression,
  AwaitExpression,
  FunctionDeclaration,
  FunctionExpression,
  Program,
} from 'acorn';
import { children, opensFunctionScope } from './declarations.ts';

/** Where a cell goes on after it waited. Between the two, an interrupt may have come and another cell may have run. */
export type Awaits = {
  readonly expressions: readonly { readonly node: AwaitExpression; readonly owner: Owner }[];
  /** Statements that begin after a wait: rounds of `for await`, and `catch` of a `try` that awaits. */
  readonly blocks: readonly { readonly node: AnyNode; readonly owner: Owner }[];
  /** The functions among the owners. */
  readonly functions: ReadonlySet<AsyncFunction>;
};

/** The code whose part an `await` is: the cell itself, or a function in it. */
export type Owner = AsyncFunction | 'cell';

type AsyncFunction = FunctionDeclaration | FunctionExpression | ArrowFunctionExpression;

export function findAwaits(program: Program): Awaits {
  const expressions: Awaits['expressions'][number][] = [];
  const blocks: Awaits['blocks'][number][] = [];

  const visit = (node: AnyNode, owner: Owner): void => {
    const before = expressions.length + blocks.length;
    const inner = opensFunctionScope(node) ? (node as AsyncFunction) : owner;
    if (node.type === 'AwaitExpression') expressions.push({ node, owner });
    if (node.type === 'ForOfStatement' && node.await) blocks.push({ node: node.body, owner });
    if (node.type !== 'TryStatement') for (const child of children(node)) visit(child, inner);
    else {
      visit(node.block, owner);
      const waits = expressions.length + blocks.length > before;
      if (waits && node.handler) blocks.push({ node: node.handler.body, owner });
      for (const part of [node.handler, node.finalizer]) if (part) visit(part, owner);
    }
  };
  for (const statement of program.body) visit(statement, 'cell');

  const owners = [...expressions, ...blocks].map(({ owner }) => owner);
  return { expressions, blocks, functions: new Set(owners.filter((owner) => owner !== 'cell')) };
}
