import { randomUUID } from 'node:crypto';
import { anyText, readOptions, readValue } from '../../multitask/options/index.ts';
import { asOurs } from '../built-ins/index.ts';
import { type Display, type DisplayOptions, displayOptions } from './display.ts';
import { progressOf } from './progress.ts';

/** `display.html` and its like: short ways to the bundles of one kind of text. */
export function displayShortcuts(display: Display) {
  const shortcut = (name: string, bundleOf: (text: string) => Readonly<Record<string, string>>) =>
    asOurs((text: unknown, options?: DisplayOptions, ...more: readonly unknown[]) => {
      const what = `display.${name}`;
      const bundle = bundleOf(readValue(what, 'what it shows', anyText, text));
      display(bundle, readOptions(what, displayOptions, options, more));
    });
  return {
    html: shortcut('html', (text) => ({ 'text/html': text, 'text/plain': withoutTags(text) })),
    markdown: shortcut('markdown', (text) => ({ 'text/markdown': text, 'text/plain': text })),
    latex: shortcut('latex', (text) => ({ 'text/latex': asMath(text), 'text/plain': text })),
    progress: progressOf(display, () => `progress-${randomUUID()}`),
  };
}

/** For consoles: what a person reads of it. */
function withoutTags(markup: string): string {
  const text = markup
    .replace(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, '')
    .replace(/<[^>]*>/g, '')
    .trim();
  return text === '' ? 'HTML' : text;
}

/** Front ends set formulas between signs; who gives one alone means a formula. */
function asMath(text: string): string {
  return /\$|\\[([]|\\begin\s*\{/.test(text) ? text : `$$${text}$$`;
}
