import ts from 'typescript';

/** One option of a call, as the library's declarations have it. */
export type KnownOption = {
  readonly name: string;
  readonly symbol: ts.Symbol;
};

/**
 * The options that an object may have here, or undefined where it is no options of ours, or of a kind that takes any name.
 *
 * @param kind what the object says of its `kind`: options of other kinds do not count.
 * @param within the object is part of options already: what only a table around it describes counts, too.
 */
export function optionsOf(
  checker: ts.TypeChecker,
  type: ts.Type,
  kind: string | undefined,
  within: 'options' | 'anything',
): readonly KnownOption[] | undefined {
  const types = membersOf(type);
  // What may be anything says nothing of names.
  if (types.some(({ flags }) => flags & anything)) return undefined;
  const objects = types.filter((each) => isPlainObject(checker, each) && isOfKind(checker, each, kind));
  if (objects.some((each) => checker.getIndexInfosOfType(each).length > 0)) return undefined;
  const known = new Map<string, KnownOption>();
  let isOurs = objects.length > 0;
  let isListed = within === 'options' || objects.some(isCalledOptions);
  for (const symbol of objects.flatMap((each) => checker.getPropertiesOfType(each))) {
    const files = (symbol.declarations ?? []).map((declaration) => declaration.getSourceFile());
    isOurs &&= files.length > 0 && files.every(({ fileName }) => isOfLibrary(fileName));
    isListed ||= files.some((file) => tablesOf(file).has(symbol.name));
    known.set(symbol.name, { name: symbol.name, symbol });
  }
  return isOurs && isListed ? [...known.values()] : undefined;
}

/** Options that stand within others, e.g. `patience` of `earlyStopping`, with their way. */
export function nestedOptions(
  checker: ts.TypeChecker,
  options: readonly KnownOption[],
  at: ts.Node,
): readonly KnownOption[] {
  return options.flatMap(({ name, symbol }) => {
    const inner = optionsOf(checker, checker.getTypeOfSymbolAtLocation(symbol, at), undefined, 'anything') ?? [];
    return inner.map((each) => ({ ...each, name: `${name}.${each.name}` }));
  });
}

/** What other libraries call an option of that name, as the tables in the library's declarations have it. */
export function alsoCalled(program: ts.Program, name: string): readonly string[] {
  const files = program.getSourceFiles().filter(({ fileName }) => isOfLibrary(fileName));
  return [...new Set(files.flatMap((file) => tablesOf(file).get(name) ?? []))];
}

function isCalledOptions({ aliasSymbol, symbol }: ts.Type): boolean {
  return /Options$/.test(aliasSymbol?.name ?? symbol?.name ?? '');
}

/** Whether a file is of the library's declarations or of those for cells. */
export function isOfLibrary(file: string): boolean {
  return /\/dist\/(types\/kernel|kernel\/cell)\//.test(file);
}

const anything =
  ts.TypeFlags.Any |
  ts.TypeFlags.Unknown |
  ts.TypeFlags.TypeParameter |
  ts.TypeFlags.IndexedAccess |
  ts.TypeFlags.Conditional |
  ts.TypeFlags.NonPrimitive;

function membersOf(type: ts.Type): readonly ts.Type[] {
  return type.isUnion() ? type.types.flatMap(membersOf) : [type];
}

/** Neither a list nor a function. */
function isPlainObject(checker: ts.TypeChecker, type: ts.Type): boolean {
  if (!(type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection))) return false;
  if (checker.isArrayType(type) || checker.isTupleType(type)) return false;
  return type.getCallSignatures().length === 0 && type.getConstructSignatures().length === 0;
}

function isOfKind(checker: ts.TypeChecker, type: ts.Type, kind: string | undefined): boolean {
  const symbol = kind === undefined ? undefined : checker.getPropertyOfType(type, 'kind');
  if (!symbol) return true;
  const kinds = membersOf(checker.getTypeOfSymbol(symbol));
  return kinds.some((each) => !each.isStringLiteral() || each.value === kind);
}

const read = new WeakMap<ts.SourceFile, ReadonlyMap<string, readonly string[]>>();

/** The options of the tables that a file of declarations has, by name, each with what others call it. */
function tablesOf(file: ts.SourceFile): ReadonlyMap<string, readonly string[]> {
  const before = read.get(file);
  if (before) return before;
  const found = new Map<string, readonly string[]>();
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { type } of statement.declarationList.declarations) {
      if (!type || !ts.isTypeLiteralNode(type)) continue;
      for (const [name, entry] of fieldsOf(type)) {
        const fields = ts.isTypeLiteralNode(entry) ? fieldsOf(entry) : new Map<string, ts.TypeNode>();
        if (fields.has('about')) found.set(name, [...(found.get(name) ?? []), ...wordsOf(fields.get('also'))]);
      }
    }
  }
  read.set(file, found);
  return found;
}

function fieldsOf({ members }: ts.TypeLiteralNode): ReadonlyMap<string, ts.TypeNode> {
  return new Map(
    members.flatMap((member) =>
      ts.isPropertySignature(member) && member.type && (ts.isIdentifier(member.name) || ts.isStringLiteral(member.name))
        ? [[member.name.text, member.type] as const]
        : [],
    ),
  );
}

/** `readonly ["lr", "rate"]` */
function wordsOf(type: ts.TypeNode | undefined): readonly string[] {
  if (type && ts.isTypeOperatorNode(type)) return wordsOf(type.type);
  if (!type || !ts.isTupleTypeNode(type)) return [];
  return type.elements.flatMap((each) =>
    ts.isLiteralTypeNode(each) && ts.isStringLiteral(each.literal) ? [each.literal.text] : [],
  );
}
