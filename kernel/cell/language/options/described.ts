import ts from 'typescript';
import type { NotebookLanguage } from '../notebook-language.ts';
import { isOfLibrary, optionsOf } from './option-types.ts';

/** A name with what its author says of it. */
export type Described = { readonly name: string; readonly about: string };

/** What the library's own name under the pointer offers: the options of a function, or the functions of `models` and the like. */
export type Offer = { readonly kind: 'options' | 'functions'; readonly offered: readonly Described[] };

export function offerAt(language: NotebookLanguage, id: string, offset: number): Offer | undefined {
  const module = language.module(id);
  const program = language.service.getProgram();
  const file = program?.getSourceFile(language.fileOf(id));
  const name = module && file && identifierAt(file, module.start + offset);
  if (!program || !name) return undefined;
  const checker = program.getTypeChecker();
  const symbol = checker.getSymbolAtLocation(name);
  return symbol && offerOf(checker, symbol, name);
}

/** The same of a symbol. @param at where its type is asked for. */
export function offerOf(checker: ts.TypeChecker, symbol: ts.Symbol, at: ts.Node): Offer | undefined {
  const declarations = symbol.declarations ?? [];
  if (declarations.length === 0 || !declarations.every((each) => isOfLibrary(each.getSourceFile().fileName))) {
    return undefined;
  }
  const type = checker.getTypeOfSymbolAtLocation(symbol, at);
  const [signature] = type.getCallSignatures();
  if (signature) {
    const options = signature.parameters.flatMap(
      (each) => optionsOf(checker, checker.getTypeOfSymbolAtLocation(each, at), undefined, 'anything') ?? [],
    );
    return offer(
      checker,
      at,
      'options',
      options.map((each) => each.symbol),
    );
  }
  const isGlobal = declarations.some((each) => ts.isVariableDeclaration(each));
  const functions = isGlobal ? checker.getPropertiesOfType(type).filter((each) => isFunction(checker, each, at)) : [];
  return offer(checker, at, 'functions', functions);
}

function offer(
  checker: ts.TypeChecker,
  at: ts.Node,
  kind: Offer['kind'],
  symbols: readonly ts.Symbol[],
): Offer | undefined {
  if (symbols.length === 0) return undefined;
  return { kind, offered: symbols.map((each) => ({ name: each.name, about: aboutOf(checker, each, at) })) };
}

/** The first paragraph, on one line. */
function aboutOf(checker: ts.TypeChecker, symbol: ts.Symbol, at: ts.Node): string {
  const own = symbol.getDocumentationComment(checker);
  // A member may be a function that is described where it is declared.
  const [signature] = checker.getTypeOfSymbolAtLocation(symbol, at).getCallSignatures();
  const text = ts.displayPartsToString(own.length > 0 ? own : signature?.getDocumentationComment(checker));
  return (text.split(/\n\s*\n/)[0] ?? '').replace(/\s+/g, ' ').trim();
}

function isFunction(checker: ts.TypeChecker, symbol: ts.Symbol, at: ts.Node): boolean {
  return checker.getTypeOfSymbolAtLocation(symbol, at).getCallSignatures().length > 0;
}

function identifierAt(file: ts.SourceFile, position: number): ts.Identifier | undefined {
  let found: ts.Identifier | undefined;
  const visit = (node: ts.Node): void => {
    if (node.pos > position || node.end < position) return;
    if (ts.isIdentifier(node) && node.getStart(file) <= position) found = node;
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
