import ts from 'typescript';
import type { NotebookLanguage } from '../notebook-language.ts';
import { optionsOf } from './option-types.ts';

/** Where the name of a column is being written. */
export type ColumnPlace = {
  /** The table that the call names, as the cell says it, if it names one. */
  readonly file?: string;
  /** Variables that the call is given, the nearest first: one may be a dataset. */
  readonly variables: readonly string[];
  /** Names that stand there already. */
  readonly taken: readonly string[];
  /** What a name replaces, as offsets of the cell. */
  readonly start: number;
  readonly end: number;
  /** The quote around it; none where an object's key is written without one. */
  readonly quote: string | undefined;
};

/** Whether an option that names columns is being written at an offset: within a text, or as a key where columns are keys. */
export function columnPlaceAt(language: NotebookLanguage, id: string, offset: number): ColumnPlace | undefined {
  const module = language.module(id);
  const program = language.service.getProgram();
  const file = program?.getSourceFile(language.fileOf(id));
  if (!module || !program || !file) return undefined;
  const checker = program.getTypeChecker();
  const position = module.start + offset;
  const written = writtenAt(file, position);
  const holder = written && optionAround(checker, written.within);
  if (!written || !holder || (written.isKey && holder.value !== written.within)) return undefined;
  const call = callAround(holder.options);
  const taken = namesIn(holder.value, written.node);
  const place = { taken, start: written.start - module.start, end: written.end - module.start, quote: written.quote };
  if (!call) return { ...place, variables: [] };
  const named = call.arguments[0] && textOf(checker, call.arguments[0]);
  const variables = namesOfValues(call);
  const source =
    named ?? variables.map((name) => tableOf(checker, file, name)).find((each): each is string => each !== undefined);
  return { ...place, variables, ...(source === undefined ? {} : { file: source }) };
}

type Written = {
  readonly node: ts.Node | undefined;
  /** A list, an object, or the value itself. */
  readonly within: ts.Node;
  readonly isKey: boolean;
  readonly start: number;
  readonly end: number;
  readonly quote: string | undefined;
};

function writtenAt(file: ts.SourceFile, position: number): Written | undefined {
  const node = deepest(file, position);
  if (ts.isStringLiteralLike(node) && position > node.getStart(file)) {
    const start = node.getStart(file) + 1;
    const isOpen = (node as { readonly isUnterminated?: boolean }).isUnterminated === true;
    if (!isOpen && position > node.end - 1) return undefined;
    const isKey = ts.isPropertyAssignment(node.parent) && node.parent.name === node;
    const within = isKey
      ? node.parent.parent
      : ts.isArrayLiteralExpression(node.parent)
        ? outermost(node.parent)
        : node;
    return { node, within, isKey, start, end: isOpen ? position : node.end - 1, quote: file.text[start - 1] };
  }
  const object = ts.isObjectLiteralExpression(node) ? node : keyHolder(node);
  if (!object || (ts.isObjectLiteralExpression(node) && !isBetweenKeys(file, node, position))) return undefined;
  const start = object === node ? position : node.getStart(file);
  const end = object === node ? position : node.end;
  return { node: object === node ? undefined : node, within: object, isKey: true, start, end, quote: undefined };
}

function deepest(file: ts.SourceFile, position: number): ts.Node {
  let found: ts.Node = file;
  const visit = (node: ts.Node): void => {
    if (node.getStart(file) > position || node.end < position) return;
    found = node;
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return found;
}

/** The object of which an identifier is a key. */
function keyHolder(node: ts.Node): ts.ObjectLiteralExpression | undefined {
  const { parent } = node;
  const isKey = ts.isIdentifier(node) && (ts.isShorthandPropertyAssignment(parent) || ts.isPropertyAssignment(parent));
  return isKey && parent.name === node ? parent.parent : undefined;
}

function isBetweenKeys(file: ts.SourceFile, object: ts.ObjectLiteralExpression, position: number): boolean {
  return position > object.getStart(file) && /[{,]\s*$/.test(file.text.slice(object.getStart(file), position));
}

/** `[['item', 'history']]` */
function outermost(list: ts.ArrayLiteralExpression): ts.Node {
  return ts.isArrayLiteralExpression(list.parent) ? outermost(list.parent) : list;
}

/** The option whose value a node is, where it is one that names columns. */
function optionAround(
  checker: ts.TypeChecker,
  value: ts.Node,
): { readonly options: ts.ObjectLiteralExpression; readonly value: ts.Node } | undefined {
  const property = value.parent;
  if (!property || !ts.isPropertyAssignment(property) || property.initializer !== value) return undefined;
  const options = property.parent;
  const type = checker.getContextualType(options);
  const known = type && optionsOf(checker, type, undefined, 'anything');
  const option = known?.find(({ name }) => name === property.name.getText());
  if (!option) return undefined;
  const about = ts.displayPartsToString(option.symbol.getDocumentationComment(checker));
  const isWord = ts.isStringLiteralLike(value) && !takesAnyText(checker, value);
  return namesColumns.test(about.replace(/\s+/g, ' ')) && !isWord ? { options, value } : undefined;
}

/** How the sentence of such an option begins in its table. */
const namesColumns =
  /^(?:(?:Groups of |Which |An? |The )?(?:categorical |numeric |list |and )*columns?\b|Values that mean "no value" in one column|Which values of binary labels)/i;

function takesAnyText(checker: ts.TypeChecker, value: ts.Expression): boolean {
  const type = checker.getContextualType(value);
  const types = type?.isUnion() ? type.types : type ? [type] : [];
  return types.some(({ flags }) => flags & ts.TypeFlags.String);
}

function callAround(node: ts.Node): ts.CallExpression | undefined {
  for (let each = node.parent; each && !ts.isFunctionLike(each); each = each.parent) {
    if (ts.isCallExpression(each)) return each;
  }
  return undefined;
}

function namesIn(value: ts.Node, but: ts.Node | undefined): readonly string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (node !== but && ts.isStringLiteralLike(node)) names.push(node.text);
    if (ts.isArrayLiteralExpression(node)) node.elements.forEach(visit);
    if (ts.isObjectLiteralExpression(node)) {
      for (const { name } of node.properties) {
        if (name && name !== but && (ts.isIdentifier(name) || ts.isStringLiteralLike(name))) names.push(name.text);
      }
    }
  };
  visit(value);
  return names;
}

/** `data` of `gateReport(model, data.test, …)`: what stands at the beginning of the arguments, and of the call itself. */
function namesOfValues({ arguments: given, expression }: ts.CallExpression): readonly string[] {
  const base = (node: ts.Expression): string | undefined => {
    if (ts.isIdentifier(node)) return node.text;
    return ts.isPropertyAccessExpression(node) || ts.isNonNullExpression(node) ? base(node.expression) : undefined;
  };
  const names = [...[...given].reverse().map(base), base(expression)];
  return [...new Set(names.filter((name): name is string => name !== undefined))];
}

/** The file of which a variable is the table: `await datasets.table('clicks.csv', …)`. */
function tableOf(checker: ts.TypeChecker, at: ts.SourceFile, name: string): string | undefined {
  const [symbol] = checker
    .getSymbolsInScope(at, ts.SymbolFlags.Value | ts.SymbolFlags.Alias)
    .filter((each) => each.name === name);
  const target = symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const declaration = target?.valueDeclaration;
  if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return undefined;
  const { initializer } = declaration;
  const call = ts.isAwaitExpression(initializer) ? initializer.expression : initializer;
  if (!ts.isCallExpression(call) || !/^datasets\.table$/.test(call.expression.getText())) return undefined;
  return call.arguments[0] && textOf(checker, call.arguments[0]);
}

/** A text, or the one that a constant is. */
function textOf(checker: ts.TypeChecker, node: ts.Expression): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  const type = ts.isIdentifier(node) ? checker.getTypeAtLocation(node) : undefined;
  return type?.isStringLiteral() ? type.value : undefined;
}
