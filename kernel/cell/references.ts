import type {
  AnyNode,
  Class,
  ForInStatement,
  ForOfStatement,
  Function as FunctionNode,
  Identifier,
  ImportExpression,
  MetaProperty,
  Program,
  VariableDeclaration,
} from 'acorn';
import {
  children,
  type DeclarationKind,
  declarationIn,
  lexicalNames,
  parameterNames,
  varNames,
} from './declarations.ts';

/** An identifier that means a variable of the notebook (or a global), not one of a function or block inside the cell. */
export type Reference = {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly use: 'read' | 'write' | 'declare';
  /** `{ name }` stands for `{ name: name }`. */
  readonly shorthand: boolean;
};

export type References = {
  readonly identifiers: readonly Reference[];
  /** `var` of the notebook's scope, wherever it is nested, with the place it stands in. */
  readonly vars: readonly { readonly node: VariableDeclaration; readonly place: Place }[];
  /** `import(…)` and `import.meta`, which exist only in modules. */
  readonly moduleSyntax: readonly (ImportExpression | MetaProperty)[];
  /** Every identifier that means a variable, with where it stands and what it means; for ./own-names.ts. */
  readonly all: readonly ScopedReference[];
};

export type ScopedReference = Reference & {
  readonly scope: Scope;
  /** Undefined for a variable of the notebook, or a global. */
  readonly binding: Binding | undefined;
};

/** A variable of a function or block inside the cell. */
export type Binding = { readonly scope: Scope; readonly name: string };

export type Place = 'statement' | 'for' | 'for-each';

/** Everything in a cell that reaches out of it, by the scope rules of strict ECMAScript. */
export function references(program: Program): References {
  const identifiers: Reference[] = [];
  const vars: References['vars'][number][] = [];
  const moduleSyntax: (ImportExpression | MetaProperty)[] = [];
  const all: ScopedReference[] = [];

  const refer = ({ name, start, end }: Identifier, scope: Scope, use: Reference['use'], shorthand: boolean): void => {
    const reference = { name, start, end, use, shorthand };
    const binding = scope.find(name);
    all.push({ ...reference, scope, binding });
    if (!binding) identifiers.push(reference);
  };

  /** The name of a function or class; at the top it is a declaration of ./declarations.ts. */
  const declare = (id: Identifier | null | undefined, scope: Scope): void => {
    if (id && scope.find(id.name)) refer(id, scope, 'declare', false);
  };

  /** A target of assignment or declaration. */
  const visitPattern = (node: AnyNode, scope: Scope, use: 'write' | 'declare', shorthand: boolean): void => {
    if (node.type === 'Identifier') refer(node, scope, use, shorthand);
    else if (node.type === 'ObjectPattern') for (const part of node.properties) visitPattern(part, scope, use, false);
    else if (node.type === 'Property') {
      if (node.computed) visit(node.key, scope);
      visitPattern(node.value, scope, use, node.shorthand);
    } else if (node.type === 'ArrayPattern') {
      for (const element of node.elements) if (element) visitPattern(element, scope, use, false);
    } else if (node.type === 'RestElement') visitPattern(node.argument, scope, use, false);
    else if (node.type === 'AssignmentPattern') {
      visitPattern(node.left, scope, use, shorthand);
      visit(node.right, scope);
    } else visit(node, scope);
  };

  const visitVariables = (node: VariableDeclaration, scope: Scope, place: Place): void => {
    const isVar = node.kind === 'var';
    if (isVar && scope.varsAreNotebooks) vars.push({ node, place });
    for (const { id, init } of node.declarations) {
      // `var x;` disappears in ./rewrite.ts, so its name needs nothing.
      if (init || place === 'for-each' || !isVar) visitPattern(id, scope, 'declare', false);
      if (init) visit(init, scope);
    }
  };

  const visitFunction = (node: FunctionNode, scope: Scope, names: readonly string[]): void => {
    const inner = scope.enter('function', [...names, ...parameterNames(node), ...varNames(node.body)]);
    for (const parameter of node.params) visitPattern(parameter, inner, 'declare', false);
    visit(node.body as AnyNode, inner);
  };

  const visitClass = (node: Class, scope: Scope): void => {
    const isOuter = node.type === 'ClassDeclaration' && node.id && scope.find(node.id.name);
    const inner = isOuter ? scope : scope.enter('block', node.id ? [node.id.name] : []);
    declare(node.id, inner);
    if (node.superClass) visit(node.superClass, inner);
    visit(node.body, inner);
  };

  const visitForEach = (node: ForInStatement | ForOfStatement, scope: Scope): void => {
    const { left } = node;
    const inner = scope.enter('block', left.type === 'VariableDeclaration' ? lexicalNames([left]) : []);
    if (left.type === 'VariableDeclaration') visitVariables(left, inner, 'for-each');
    else visitPattern(left, inner, 'write', false);
    visit(node.right, inner);
    visit(node.body, inner);
  };

  const visitors: Visitors = {
    Identifier: (node, scope) => refer(node, scope, 'read', false),
    MemberExpression: (node, scope) => {
      visit(node.object, scope);
      if (node.computed) visit(node.property, scope);
    },
    Property: (node, scope) => {
      if (node.computed) visit(node.key, scope);
      if (node.value.type === 'Identifier') refer(node.value, scope, 'read', node.shorthand);
      else visit(node.value, scope);
    },
    MethodDefinition: (node, scope) => {
      if (node.computed) visit(node.key, scope);
      visit(node.value, scope);
    },
    PropertyDefinition: (node, scope) => {
      if (node.computed) visit(node.key, scope);
      if (node.value) visit(node.value, scope);
    },
    MetaProperty: (node) => {
      if (node.meta.name === 'import') moduleSyntax.push(node);
    },
    ImportExpression: (node, scope) => {
      moduleSyntax.push(node);
      visit(node.source, scope);
      if (node.options) visit(node.options, scope);
    },
    LabeledStatement: (node, scope) => visit(node.body, scope),
    BreakStatement: () => {},
    ContinueStatement: () => {},
    ImportDeclaration: () => {},
    ExportAllDeclaration: () => {},
    ExportNamedDeclaration: (node, scope) => {
      if (node.declaration) visit(node.declaration, scope);
    },
    AssignmentExpression: (node, scope) => {
      visitPattern(node.left, scope, 'write', false);
      visit(node.right, scope);
    },
    UpdateExpression: (node, scope) => visitPattern(node.argument, scope, 'write', false),
    VariableDeclaration: (node, scope) => visitVariables(node, scope, 'statement'),
    FunctionDeclaration: (node, scope) => {
      declare(node.id, scope);
      visitFunction(node, scope, ['arguments']);
    },
    FunctionExpression: (node, scope) => {
      const outer = node.id ? scope.enter('block', [node.id.name]) : scope;
      declare(node.id, outer);
      visitFunction(node, outer, ['arguments']);
    },
    ArrowFunctionExpression: (node, scope) => visitFunction(node, scope, []),
    ClassDeclaration: visitClass,
    ClassExpression: visitClass,
    StaticBlock: (node, scope) => {
      const inner = scope.enter('function', [...varNames(node), ...lexicalNames(node.body)]);
      for (const statement of node.body) visit(statement, inner);
    },
    BlockStatement: (node, scope) => {
      const inner = scope.enter('block', lexicalNames(node.body));
      for (const statement of node.body) visit(statement, inner);
    },
    SwitchStatement: (node, scope) => {
      visit(node.discriminant, scope);
      const inner = scope.enter('block', lexicalNames(node.cases.flatMap(({ consequent }) => consequent)));
      for (const branch of node.cases) visit(branch, inner);
    },
    CatchClause: (node, scope) => {
      const inner = scope.enter('block', parameterNames(node));
      if (node.param) visitPattern(node.param, inner, 'declare', false);
      visit(node.body, inner);
    },
    ForStatement: (node, scope) => {
      const { init } = node;
      const inner = scope.enter('block', init?.type === 'VariableDeclaration' ? lexicalNames([init]) : []);
      if (init?.type === 'VariableDeclaration') visitVariables(init, inner, 'for');
      else if (init) visit(init, inner);
      for (const part of [node.test, node.update, node.body]) if (part) visit(part, inner);
    },
    ForInStatement: visitForEach,
    ForOfStatement: visitForEach,
  };

  const visit = (node: AnyNode, scope: Scope): void => {
    const visitor = visitors[node.type] as ((node: AnyNode, scope: Scope) => void) | undefined;
    if (visitor) visitor(node, scope);
    else for (const child of children(node)) visit(child, scope);
  };

  const notebook = scopeWithin(undefined, 'block', []);
  for (const statement of program.body) visit(statement, notebook);
  return { identifiers, vars, moduleSyntax, all };
}

type Visitors = {
  readonly [Type in AnyNode['type']]?: (node: Extract<AnyNode, { readonly type: Type }>, scope: Scope) => void;
};

/** The names that hide the notebook's at some point of a cell. */
export type Scope = {
  readonly outer: Scope | undefined;
  /** Whether a `var` here is a variable of the notebook: no function lies between. */
  readonly varsAreNotebooks: boolean;
  readonly bindings: ReadonlyMap<string, Binding>;
  /** Names that ./own-names.ts gave back to bindings here. */
  readonly restored: Set<string>;
  find(name: string): Binding | undefined;
  enter(kind: 'function' | 'block', names: readonly string[]): Scope;
};

function scopeWithin(outer: Scope | undefined, kind: 'function' | 'block', names: readonly string[]): Scope {
  const bindings = new Map<string, Binding>();
  const scope: Scope = {
    outer,
    varsAreNotebooks: kind === 'block' && (outer?.varsAreNotebooks ?? true),
    bindings,
    restored: new Set(),
    find: (name) => bindings.get(name) ?? outer?.find(name),
    enter: (innerKind, inner) => scopeWithin(scope, innerKind, inner),
  };
  for (const name of names) bindings.set(name, { scope, name });
  return scope;
}

/** Which names of the notebook a cell depends on and changes: a client marks cells whose inputs changed since they ran. */
export type Uses = {
  /** What it reads of other cells while it runs. */
  readonly reads: readonly string[];
  /** What functions and classes that it declares read, whenever they are called. */
  readonly later: readonly string[];
  /** What it assigns of other cells. */
  readonly writes: readonly string[];
};

/** Names of one kind; a cell that uses more of them is generated. */
const most = 1_000;

export function usesOf(
  program: Program,
  identifiers: readonly Reference[],
  declared: ReadonlyMap<string, DeclarationKind>,
): Uses {
  const bodies = program.body.flatMap(laterIn);
  const isLater = ({ start }: Reference): boolean => bodies.some((body) => start >= body.start && start < body.end);
  const names = (kept: (reference: Reference) => boolean): readonly string[] =>
    [...new Set(identifiers.filter(kept).map(({ name }) => name))].slice(0, most);
  // A cell that calls what it declares reads at once what that reads.
  const usesOwn = identifiers.some((each) => each.use === 'read' && declared.has(each.name) && !isLater(each));
  const isOther = ({ name, use }: Reference): boolean => use !== 'declare' && !declared.has(name);
  return {
    reads: names((each) => isOther(each) && (usesOwn || !isLater(each))),
    later: usesOwn ? [] : names((each) => isOther(each) && isLater(each)),
    writes: names((each) => each.use === 'write' && isOther(each)),
  };
}

/** The functions and classes that a statement gives a name to: their code runs when they are called. */
function laterIn(statement: AnyNode): readonly AnyNode[] {
  const node = declarationIn(statement);
  if (node?.type === 'FunctionDeclaration' || node?.type === 'ClassDeclaration') return [node];
  if (node?.type !== 'VariableDeclaration') return [];
  return node.declarations.flatMap(({ init }) => (init && /Function|^Class/.test(init.type) ? [init] : []));
}
