import ts from 'typescript';
import { escapeMarkup } from '../../kernel/text/index.ts';

/** Code as markup: what its words are is their class. Of other languages than TypeScript nothing is known. */
export function codeMarkup(code: string, language: string): string {
  if (!/^(typescript|javascript|ts|js|tsx|jsx)$/.test(language)) return escapeMarkup(code);
  // As editors colour code while it is typed: by its words alone, which also reads what is not finished.
  const { spans } = ts.createClassifier().getEncodedLexicalClassifications(code, ts.EndOfLineState.None, false);
  let markup = '';
  let at = 0;
  for (let i = 0; i + 2 < spans.length; i += 3) {
    const [start, length, kind] = [spans[i] ?? 0, spans[i + 1] ?? 0, spans[i + 2]];
    markup += escapeMarkup(code.slice(at, start));
    at = start + length;
    const word = code.slice(start, at);
    const name = kind === ts.ClassificationType.identifier ? ofName(word, code.slice(at)) : classes.get(kind);
    markup += name === undefined ? escapeMarkup(word) : `<span class="${name}">${escapeMarkup(word)}</span>`;
  }
  return markup + escapeMarkup(code.slice(at));
}

const classes: ReadonlyMap<number | undefined, string> = new Map([
  [ts.ClassificationType.comment, 'comment'],
  [ts.ClassificationType.keyword, 'keyword'],
  [ts.ClassificationType.numericLiteral, 'number'],
  [ts.ClassificationType.bigintLiteral, 'number'],
  [ts.ClassificationType.stringLiteral, 'string'],
  [ts.ClassificationType.regularExpressionLiteral, 'string'],
]);

/** Types and classes begin with a capital, and what is called is followed by its parenthesis. */
function ofName(name: string, behind: string): 'type' | 'call' | undefined {
  if (/^[A-Z][A-Za-z0-9]*[a-z]/.test(name)) return 'type';
  return /^\s*\(/.test(behind) ? 'call' : undefined;
}
