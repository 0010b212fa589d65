import type { MarkupContent } from 'vscode-languageserver/node';
import type { Offer } from '../../../kernel/cell/language/index.ts';

/** Options and functions that a hover lists. */
const most = 40;

/** A description with the options that a function takes, each with its default, below it. */
export function withOffer(content: MarkupContent, offer: Offer | undefined): MarkupContent {
  if (!offer) return content;
  const lines = offer.offered
    .slice(0, most)
    .map(({ name, about }) => `- \`${name}\`${about === '' ? '' : ` — ${escapeMarkdown(about)}`}`);
  const more = offer.offered.length - lines.length;
  const head = offer.kind === 'options' ? '**Options**' : '**Functions**';
  const all = [...lines, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n');
  return { ...content, value: `${content.value}\n\n${head}\n\n${all}` };
}

/** What is written as code stays code; nothing else is markup. */
function escapeMarkdown(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/[\\*_[\]<>#|]/g, '\\$&')))
    .join('');
}
