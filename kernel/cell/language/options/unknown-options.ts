import ts from 'typescript';
import { type Candidate, enumerate, nearest } from '../../../text/index.ts';
import type { NotebookLanguage } from '../notebook-language.ts';
import { alsoCalled, type KnownOption, nestedOptions, optionsOf } from './option-types.ts';

/** The name of an option that a call of ours would refuse. Offsets are the cell's. */
export type UnknownOption = {
  readonly message: string;
  readonly start: number;
  readonly end: number;
  /** What may be written there instead, the nearest first. */
  readonly instead: readonly string[];
};

/**
 * Names in a cell that are no options of the calls they are given to, at any depth, as `readOptions` refuses them when the cell runs.
 * What a spread brings is not looked at: only it is known to be an option that is written out.
 */
export function unknownOptions(language: NotebookLanguage, id: string): readonly UnknownOption[] {
  const module = language.module(id);
  const program = language.service.getProgram();
  const file = program?.getSourceFile(language.fileOf(id));
  if (!module || !program || !file) return [];
  const checker = program.getTypeChecker();
  const judged = new Set<ts.ObjectLiteralExpression>();
  const found: UnknownOption[] = [];

  const judge = (literal: ts.ObjectLiteralExpression, type: ts.Type | undefined, use: ts.Node): void => {
    const within = isWithin(judged, literal) ? 'options' : 'anything';
    const options = type && optionsOf(checker, type, kindOf(literal), within);
    if (!options) return;
    judged.add(literal);
    const known = new Set(options.map(({ name }) => name));
    for (const property of literal.properties) {
      const name = property.name && nameOf(property.name);
      if (name === undefined || known.has(name)) continue;
      const isHere = literal.getSourceFile() === file;
      const at = isHere && property.name ? property.name : use;
      const start = at.getStart(file) - module.start;
      const instead = isHere ? nearestOf(program, name, options, literal) : [];
      if (start < 0) continue;
      found.push({ message: messageOf(name, instead, options), start, end: at.getEnd() - module.start, instead });
    }
  };

  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) judge(node, checker.getContextualType(node), node);
    else if (ts.isIdentifier(node) && isGiven(node)) {
      const literal = literalOf(checker, node);
      if (literal) judge(literal, checker.getContextualType(node), node);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** What to write for a name, for `instead`. */
function nearestOf(program: ts.Program, name: string, options: readonly KnownOption[], at: ts.Node): readonly string[] {
  const candidate = ({ name: known }: KnownOption): Candidate => {
    const last = known.slice(known.lastIndexOf('.') + 1);
    return { name: known, also: [last, ...alsoCalled(program, last)] };
  };
  const own = nearest(name, options.map(candidate));
  return own.length > 0 ? own : nearest(name, nestedOptions(program.getTypeChecker(), options, at).map(candidate));
}

/** As the kernel says it. */
function messageOf(name: string, instead: readonly string[], options: readonly KnownOption[]): string {
  const near = instead.map((each) => JSON.stringify(each));
  const guess = near.length > 0 ? `; did you mean ${enumerate(near, 'or')}?` : '.';
  return `There is no option ${JSON.stringify(name)}${guess} The options are ${options.map((each) => each.name).join(', ')}.`;
}

/** The object stands within one that was found to be options: they are visited from the outside. */
function isWithin(judged: ReadonlySet<ts.Node>, literal: ts.Node): boolean {
  for (let node = literal.parent; node && !ts.isFunctionLike(node); node = node.parent) {
    if (judged.has(node)) return true;
    if (ts.isCallExpression(node)) return false;
  }
  return false;
}

/** A variable that is handed on as it is: an argument, or the value of an option. */
function isGiven({ parent, ...node }: ts.Identifier): boolean {
  if (ts.isCallExpression(parent)) return parent.arguments.some(({ pos }) => pos === node.pos);
  return ts.isPropertyAssignment(parent) && parent.initializer.pos === node.pos;
}

/** The object that a constant is, where nothing else says what it may hold. */
function literalOf(checker: ts.TypeChecker, name: ts.Identifier): ts.ObjectLiteralExpression | undefined {
  const symbol = checker.getSymbolAtLocation(name);
  const target = symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const declaration = target?.valueDeclaration;
  if (!declaration || !ts.isVariableDeclaration(declaration) || declaration.type) return undefined;
  const { initializer } = declaration;
  if (!(ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) || !initializer) return undefined;
  return ts.isObjectLiteralExpression(initializer) ? initializer : undefined;
}

/** The `kind` that an object says it is. */
function kindOf({ properties }: ts.ObjectLiteralExpression): string | undefined {
  const property = properties.find((each) => each.name && nameOf(each.name) === 'kind');
  const value = property && ts.isPropertyAssignment(property) ? property.initializer : undefined;
  return value && ts.isStringLiteralLike(value) ? value.text : undefined;
}

function nameOf(name: ts.PropertyName): string | undefined {
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name) ? name.text : undefined;
}
