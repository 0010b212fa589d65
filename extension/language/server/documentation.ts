import ts from 'typescript';
import { type MarkupContent, MarkupKind } from 'vscode-languageserver/node';

export type Documented = {
  readonly documentation?: readonly ts.SymbolDisplayPart[] | undefined;
  readonly tags?: readonly ts.JSDocTagInfo[] | undefined;
};

/** A description and its tags as Markdown, below a signature if there is one. */
export function documentationOf({ documentation = [], tags = [] }: Documented, signature?: string): MarkupContent {
  const parts = [
    signature === undefined ? '' : `\`\`\`typescript\n${signature}\n\`\`\``,
    textOf(documentation),
    tags.map(tagLine).join('\n\n'),
  ];
  return { kind: MarkupKind.Markdown, value: parts.filter((part) => part !== '').join('\n\n') };
}

/** `@param rows - What to train on.` */
function tagLine({ name, text = [] }: ts.JSDocTagInfo): string {
  if (name === 'example') return `*@example*\n\n${exampleOf(textOf(text))}`;
  const [first, ...rest] = text;
  if (first?.kind === 'parameterName' || first?.kind === 'typeParameterName') {
    const description = textOf(rest).trim().replace(/^-\s*/, '');
    return `*@${name}* \`${first.text}\`${description === '' ? '' : ` — ${description}`}`;
  }
  return text.length === 0 ? `*@${name}*` : `*@${name}* — ${textOf(text)}`;
}

function exampleOf(text: string): string {
  return text.includes('```') ? text : `\`\`\`typescript\n${text}\n\`\`\``;
}

/** `{@link name}` becomes the name as code. */
function textOf(parts: readonly ts.SymbolDisplayPart[]): string {
  return parts
    .map(({ kind, text }) => {
      if (kind === 'link') return '';
      return kind === 'linkName' || kind === 'linkText' ? linkText(text.trim()) : text;
    })
    .join('');
}

function linkText(text: string): string {
  const [address = '', label] = text.split(/[\s|]+(.*)/);
  return /^https?:/.test(address) ? `[${label || address}](${address})` : `\`${text}\``;
}

export function signatureText(parts: readonly ts.SymbolDisplayPart[] | undefined): string {
  return ts.displayPartsToString(parts && [...parts]);
}
