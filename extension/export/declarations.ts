import ts from 'typescript';

/** Writes the statements of cells so that a name may be declared in several of them. */
export type Declarations = {
  readonly write: (statement: ts.Statement, file: ts.SourceFile) => string;
};

/** In how many cells each name is declared. Types do not count: they are erased. */
export function countDeclarations(files: readonly ts.SourceFile[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const file of files) {
    for (const name of new Set(file.statements.flatMap(declaredNames))) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

export function createDeclarations(counts: ReadonlyMap<string, number>): Declarations {
  const known = new Set<string>();
  const imports = new Set<string>();
  const isShared = (name: string) => (counts.get(name) ?? 0) > 1;

  return {
    write(statement, file) {
      const text = statement.getText(file);
      const names = declaredNames(statement);
      const before = names.filter((name) => known.has(name));
      for (const name of names) known.add(name);
      if (ts.isImportDeclaration(statement)) {
        const normal = text.replace(/[\s;]+/g, ' ').trim();
        if (imports.has(normal)) return `// Imported above: ${text.replace(/\s+/g, ' ')}`;
        imports.add(normal);
        return text;
      }
      if (ts.isVariableStatement(statement)) {
        if (before.length > 0) return assignments(statement, names, before, file);
        return names.some(isShared) ? text.replace(/^((?:export\s+)?)(const|var)\b/, '$1let') : text;
      }
      const isNamed = ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement);
      // ";" first: the line before may end without one.
      return isNamed && before.length > 0 ? `;${before[0]} = ${text};` : text;
    },
  };
}

/** `const { a, b } = make()` where `a` is known: `let b; ({ a, b } = make());`. */
function assignments(
  { declarationList }: ts.VariableStatement,
  names: readonly string[],
  before: readonly string[],
  file: ts.SourceFile,
): string {
  const fresh = names.filter((name) => !before.includes(name));
  const parts = declarationList.declarations.map(({ name, initializer }) => {
    const value = initializer?.getText(file) ?? 'undefined';
    return ts.isIdentifier(name) ? `${name.text} = ${value};` : `(${name.getText(file)} = ${value});`;
  });
  return `${fresh.length > 0 ? `let ${fresh.join(', ')};\n` : ''};${parts.join('\n')}`;
}

function declaredNames(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => namesOf(name));
  }
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement) || ts.isEnumDeclaration(statement)) {
    return statement.name ? [statement.name.text] : [];
  }
  if (!ts.isImportDeclaration(statement)) return [];
  const { name, namedBindings } = statement.importClause ?? {};
  const others = namedBindings
    ? ts.isNamespaceImport(namedBindings)
      ? [namedBindings.name.text]
      : namedBindings.elements.map((element) => element.name.text)
    : [];
  return [...(name ? [name.text] : []), ...others];
}

function namesOf(name: ts.BindingName): readonly string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : namesOf(element.name)));
}
