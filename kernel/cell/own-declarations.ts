import type { BindingPattern, Expression, Program, VariableDeclaration } from 'oxc-parser';

/** A name of the notebook as the cell's own text declares it. */
export type OwnDeclaration = {
  /** `const` is also what `using` declares; `import`, `class`, `function` and the others are told by the JavaScript. */
  readonly kind: 'constant' | 'fresh' | 'other';
  /** `const crypto = require('node:crypto')` means to hide a global, as `import` does. */
  readonly isRequired: boolean;
};

/** What the statements of a cell declare, and `var` wherever it stands. Enums and namespaces start anew with each cell. */
export function ownDeclarations(program: Program): ReadonlyMap<string, OwnDeclaration> {
  const names = new Map<string, OwnDeclaration>();
  const add = (name: string, kind: OwnDeclaration['kind'], isRequired = false): void => {
    if (!names.has(name)) names.set(name, { kind, isRequired });
  };
  const addVariables = ({ kind, declarations }: VariableDeclaration): void => {
    const constant = kind === 'const' || kind === 'using' || kind === 'await using';
    for (const { id, init } of declarations) {
      for (const name of boundNames(id)) add(name, constant ? 'constant' : 'other', isModule(init));
    }
  };
  for (const statement of program.body) {
    const exports = statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration';
    const node = exports ? statement.declaration : statement;
    switch (node?.type) {
      case 'VariableDeclaration':
        addVariables(node);
        break;
      case 'FunctionDeclaration':
      case 'ClassDeclaration':
        if (node.id) add(node.id.name, 'other');
        break;
      case 'ImportDeclaration':
        for (const { local } of node.specifiers) add(local.name, 'other');
        break;
      case 'TSImportEqualsDeclaration':
        add(node.id.name, 'constant', node.moduleReference.type === 'TSExternalModuleReference');
        break;
      case 'TSEnumDeclaration':
        add(node.id.name, 'fresh');
        break;
      case 'TSModuleDeclaration': {
        let { id } = node;
        while (id.type === 'TSQualifiedName') id = id.left as typeof id;
        if (id.type === 'Identifier') add(id.name, 'fresh');
        break;
      }
    }
  }
  for (const declaration of varsWithin(program.body)) addVariables(declaration);
  return names;
}

function boundNames(pattern: BindingPattern | null): readonly string[] {
  switch (pattern?.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ObjectPattern':
      return pattern.properties.flatMap((each) => boundNames(each.type === 'RestElement' ? each.argument : each.value));
    case 'ArrayPattern':
      return pattern.elements.flatMap((each) => boundNames(each?.type === 'RestElement' ? each.argument : each));
    case 'AssignmentPattern':
      return boundNames(pattern.left);
    default:
      return [];
  }
}

/** Whether a value is a module, or a part of one. */
function isModule(value: Expression | null): boolean {
  switch (value?.type) {
    case 'ImportExpression':
      return true;
    case 'AwaitExpression':
      return isModule(value.argument);
    case 'MemberExpression':
      return isModule(value.object);
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
      return isModule(value.expression);
    case 'CallExpression':
      return value.callee.type === 'Identifier' && value.callee.name === 'require';
    default:
      return false;
  }
}

/** `var` in blocks and loops; that of functions, classes and namespaces is their own. */
function varsWithin(nodes: readonly unknown[]): readonly VariableDeclaration[] {
  return nodes.flatMap((each): readonly VariableDeclaration[] => {
    if (typeof each !== 'object' || each === null) return [];
    if (Array.isArray(each)) return varsWithin(each);
    const { type } = each as { readonly type?: string };
    if (type === undefined || /Function|^Class|^TS/.test(type)) return [];
    if (type !== 'VariableDeclaration') return varsWithin(Object.values(each));
    const declaration = each as VariableDeclaration;
    return declaration.kind === 'var' ? [declaration] : [];
  });
}
