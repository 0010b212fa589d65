import ts from 'typescript';

/** A name that a cell gives to the whole notebook. */
export type DeclaredName = {
  readonly name: string;
  readonly kind: NameKind;
  /** Where the name stands in its (first) declaration. */
  readonly start: number;
  /** The cell has an `export` of its own for it. */
  readonly exported: boolean;
};

export type NameKind =
  | 'const'
  | 'let'
  | 'var'
  | 'function'
  | 'class'
  | 'enum'
  | 'namespace'
  | 'interface'
  | 'type'
  | 'import';

/** The names that the statements of a cell declare, values and types. Text that is not finished is read as far as it goes. */
export function declaredNames(file: ts.SourceFile): readonly DeclaredName[] {
  const names = new Map<string, DeclaredName>();
  const add = ({ text: name, end }: ts.Identifier, kind: NameKind, exported: boolean): void => {
    const before = names.get(name);
    // A type and a value of one name count as the value: it is both.
    if (name === '' || (before && (kind === 'type' || kind === 'interface'))) return;
    const start = before?.start ?? end - name.length;
    names.set(name, { name, kind, start, exported: exported || !!before?.exported });
  };
  const exportedAs = new Set<string>();
  for (const statement of file.statements) {
    const exported = isExported(statement);
    for (const [name, kind] of namesOf(statement)) add(name, kind, exported);
    for (const name of exportsOf(statement)) exportedAs.add(name);
    for (const name of varsWithin(statement)) if (!names.has(name.text)) add(name, 'var', false);
  }
  return [...names.values()].map((each) => (exportedAs.has(each.name) ? { ...each, exported: true } : each));
}

function isExported(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  const has = (kind: ts.SyntaxKind): boolean => modifiers.some((modifier) => modifier.kind === kind);
  // The name of an `export default` is not exported.
  return has(ts.SyntaxKind.ExportKeyword) && !has(ts.SyntaxKind.DefaultKeyword);
}

type Declaration = readonly [name: ts.Identifier, kind: NameKind];

function namesOf(statement: ts.Statement): readonly Declaration[] {
  if (ts.isVariableStatement(statement)) return variables(statement.declarationList);
  if (ts.isImportDeclaration(statement)) return importedNames(statement.importClause);
  if (ts.isImportEqualsDeclaration(statement)) return [[statement.name, 'import']];
  if (ts.isModuleDeclaration(statement)) {
    const isGlobal = (statement.flags & ts.NodeFlags.GlobalAugmentation) !== 0;
    return ts.isIdentifier(statement.name) && !isGlobal ? [[statement.name, 'namespace']] : [];
  }
  const kind = kinds.get(statement.kind);
  const name = (statement as ts.DeclarationStatement).name;
  return kind && name && ts.isIdentifier(name) ? [[name, kind]] : [];
}

const kinds: ReadonlyMap<ts.SyntaxKind, NameKind> = new Map([
  [ts.SyntaxKind.FunctionDeclaration, 'function'],
  [ts.SyntaxKind.ClassDeclaration, 'class'],
  [ts.SyntaxKind.EnumDeclaration, 'enum'],
  [ts.SyntaxKind.InterfaceDeclaration, 'interface'],
  [ts.SyntaxKind.TypeAliasDeclaration, 'type'],
]);

function variables(list: ts.VariableDeclarationList): readonly Declaration[] {
  // `using` is as constant as `const`.
  const constant = ts.NodeFlags.Const | ts.NodeFlags.Using;
  const kind = list.flags & constant ? 'const' : list.flags & ts.NodeFlags.BlockScoped ? 'let' : 'var';
  return list.declarations.flatMap(({ name }) => bound(name).map((each) => [each, kind] as const));
}

function bound(name: ts.BindingName): readonly ts.Identifier[] {
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : bound(element.name)));
}

function importedNames(clause: ts.ImportClause | undefined): readonly Declaration[] {
  const bindings = clause?.namedBindings;
  const named = !bindings
    ? []
    : ts.isNamespaceImport(bindings)
      ? [bindings.name]
      : bindings.elements.map(({ name }) => name);
  return [...(clause?.name ? [clause.name] : []), ...named].map((name) => [name, 'import']);
}

/** The names under which an `export { … }` exports. */
function exportsOf(statement: ts.Statement): readonly string[] {
  if (!ts.isExportDeclaration(statement)) return [];
  const { exportClause } = statement;
  if (!exportClause) return [];
  return ts.isNamespaceExport(exportClause)
    ? [exportClause.name.text]
    : exportClause.elements.map(({ name }) => name.text);
}

/** `var` in a block or a loop belongs to the whole cell. */
function varsWithin(statement: ts.Statement): readonly ts.Identifier[] {
  const names: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isModuleDeclaration(node)) return;
    if (ts.isVariableDeclarationList(node) && !(node.flags & ts.NodeFlags.BlockScoped)) {
      names.push(...variables(node).map(([name]) => name));
    }
    ts.forEachChild(node, visit);
  };
  if (!ts.isVariableStatement(statement)) visit(statement);
  return names;
}
