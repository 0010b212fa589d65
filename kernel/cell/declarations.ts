import type {
  AnyNode,
  CatchClause,
  Function as FunctionNode,
  Identifier,
  Node,
  Pattern,
  Program,
  VariableDeclaration,
} from 'acorn';

/** How a name came to the notebook's scope. */
export type DeclarationKind = 'const' | 'let' | 'var' | 'class' | 'function' | 'import';

/** The names that a whole cell introduces, each with the kind that declares it. */
export function declarations(program: Program): ReadonlyMap<string, DeclarationKind> {
  const names = new Map<string, DeclarationKind>();
  for (const statement of program.body) {
    const node = declarationIn(statement);
    if (node?.type === 'ImportDeclaration') for (const { local } of node.specifiers) names.set(local.name, 'import');
    else if (node?.type === 'FunctionDeclaration' && node.id) names.set(node.id.name, 'function');
    else if (node?.type === 'ClassDeclaration' && node.id) names.set(node.id.name, 'class');
    else if (node?.type === 'VariableDeclaration') {
      const kind = node.kind === 'let' || node.kind === 'var' ? node.kind : 'const';
      for (const name of declaredBy(node)) names.set(name, kind);
    }
  }
  for (const name of varNames(program)) if (!names.has(name)) names.set(name, 'var');
  return names;
}

/** The declaration of an `export` statement, or the statement itself. */
export function declarationIn(statement: AnyNode): AnyNode | undefined {
  if (statement.type === 'ExportNamedDeclaration') return statement.declaration ?? undefined;
  if (statement.type === 'ExportDefaultDeclaration') return statement.declaration;
  return statement;
}

/** Names that the statements of a block bind in it: let, const, class, and (in strict code) function. */
export function lexicalNames(body: readonly AnyNode[]): string[] {
  return body.flatMap((statement) => {
    const node = declarationIn(statement);
    if (node?.type === 'VariableDeclaration') return node.kind === 'var' ? [] : declaredBy(node);
    if (node?.type === 'FunctionDeclaration' || node?.type === 'ClassDeclaration') return node.id ? [node.id.name] : [];
    return [];
  });
}

/** Names that `var` binds anywhere inside a function's body or a program, nested functions apart. */
export function varNames(root: Node): string[] {
  const names: string[] = [];
  const visit = (node: AnyNode): void => {
    if (node !== root && opensFunctionScope(node)) return;
    if (node.type === 'VariableDeclaration' && node.kind === 'var') names.push(...declaredBy(node));
    children(node).forEach(visit);
  };
  visit(root as AnyNode);
  return names;
}

/** The names a binding pattern introduces. */
export function patternNames(pattern: Pattern | null | undefined): string[] {
  return patternIdentifiers(pattern).map(({ name }) => name);
}

export function declaredBy(node: VariableDeclaration): string[] {
  return node.declarations.flatMap(({ id }) => patternNames(id));
}

export function parameterNames(node: FunctionNode | CatchClause): string[] {
  return 'params' in node ? node.params.flatMap(patternNames) : patternNames(node.param);
}

function patternIdentifiers(pattern: Pattern | null | undefined): Identifier[] {
  switch (pattern?.type) {
    case 'Identifier':
      return [pattern];
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        patternIdentifiers(property.type === 'RestElement' ? property.argument : property.value),
      );
    case 'ArrayPattern':
      return pattern.elements.flatMap(patternIdentifiers);
    case 'RestElement':
      return patternIdentifiers(pattern.argument);
    case 'AssignmentPattern':
      return patternIdentifiers(pattern.left);
    default:
      return [];
  }
}

export function opensFunctionScope(node: AnyNode): boolean {
  return functionScopes.has(node.type);
}

const functionScopes: ReadonlySet<string> = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'StaticBlock',
]);

/** The nodes right below a node, in source order. */
export function children(node: AnyNode): AnyNode[] {
  const nodes: AnyNode[] = [];
  for (const value of Object.values(node)) {
    if (isNode(value)) nodes.push(value);
    else if (Array.isArray(value)) for (const each of value) if (isNode(each)) nodes.push(each);
  }
  return nodes;
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && typeof (value as Partial<Node>).type === 'string';
}
