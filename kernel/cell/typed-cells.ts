import ts from 'typescript';

/** A cell as a module that TypeScript understands: its own text, between what it takes from and gives to other cells. */
export type TypedCell = {
  readonly text: string;
  /** Where the cell's own text begins; always the start of the second line. */
  readonly offset: number;
};

/**
 * Cells as modules, in the order in which they run. Each imports the names that earlier cells declare, from the latest that
 * does, and exports its own. So a name may be declared again with another type, in any order of let, const, class …, and
 * everywhere it has the type it has when the cell runs.
 *
 * @param fileName of the module of a cell, by its index
 */
export function typedCells(sources: readonly string[], fileName: (index: number) => string): readonly TypedCell[] {
  const declaredIn = new Map<string, number>();
  return sources.map((source, index) => {
    const { names, exported } = declaredNames(source);
    const imports = new Map<number, string[]>();
    for (const [name, from] of declaredIn) {
      if (!names.has(name)) imports.set(from, [...(imports.get(from) ?? []), name]);
    }
    const lines = [...imports].map(([from, list]) => `import { ${list.join(', ')} } from '${fileName(from)}';`);
    for (const name of names) declaredIn.set(name, index);
    const gives = [...names].filter((name) => !exported.has(name));
    // `export {}` makes a module of a cell that gives nothing: its names are its own.
    const before = `${lines.join(' ')}\n`;
    return { text: `${before}${source}\nexport { ${gives.join(', ')} };\n`, offset: before.length };
  });
}

/** Names that the statements of a cell declare, values and types, and those that it exports by itself. */
export function declaredNames(source: string): { names: ReadonlySet<string>; exported: ReadonlySet<string> } {
  const file = ts.createSourceFile('cell.tsx', source, ts.ScriptTarget.Latest, false, ts.ScriptKind.TSX);
  const names = new Set<string>();
  const exported = new Set<string>();
  for (const statement of file.statements) {
    const own = namesOf(statement);
    const isExported =
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    for (const name of own) {
      names.add(name);
      if (isExported) exported.add(name);
    }
  }
  return { names, exported };
}

function namesOf(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) => bound(name));
  if (ts.isImportDeclaration(statement)) return importedNames(statement.importClause);
  if (ts.isImportEqualsDeclaration(statement)) return [statement.name.text];
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isModuleDeclaration(statement);
  return isNamed && statement.name && ts.isIdentifier(statement.name) ? [statement.name.text] : [];
}

function bound(name: ts.BindingName): readonly string[] {
  if (ts.isIdentifier(name)) return name.text === '' ? [] : [name.text];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : bound(element.name)));
}

function importedNames(clause: ts.ImportClause | undefined): readonly string[] {
  const bindings = clause?.namedBindings;
  const named = !bindings
    ? []
    : ts.isNamespaceImport(bindings)
      ? [bindings.name]
      : bindings.elements.map(({ name }) => name);
  return [...(clause?.name ? [clause.name] : []), ...named].map(({ text }) => text);
}
