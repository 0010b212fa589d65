import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clusterFigure } from './cluster-figure.ts';
import type { Language } from './language.ts';
import { sessionFigure } from './session-figure.ts';
import { speedFigure } from './speed-figure.ts';

/** Where the committed results of benches are. */
export const resultsFolder = 'test/bench/results';

/** A figure of the README: the bench whose result it shows, and how. */
type Figure = { readonly bench: string; readonly show: (result: unknown, language: Language) => string };

/** Each bench writes what its figure reads, so that a result's type is that of the bench. */
const figure = <Result>(bench: string, show: (result: Result, language: Language) => string): Figure => ({
  bench,
  show: (result, language) => show(result as Result, language),
});

export const figures: Readonly<Record<string, Figure>> = {
  speed: figure('peers', speedFigure),
  session: figure('session', sessionFigure),
  cluster: figure('cluster', clusterFigure),
};

export const readmes: Readonly<Record<string, Language>> = { 'README.md': 'en', 'README.zh-CN.md': 'zh' };

/**
 * The text with each part between `<!-- figure: NAME -->` and `<!-- /figure -->` made anew from the results in `folder`. Throws an
 * error that says what to run when a result is missing, or when a figure has no place in the text.
 */
export function renderFigures(text: string, language: Language, folder = resultsFolder): string {
  return Object.entries(figures).reduce((before, [name, { bench, show }]) => {
    const file = join(folder, `${bench}.json`);
    if (!existsSync(file)) throw new Error(`${file} is missing: npm run bench:${bench} -- --json ${file}`);
    const [begin, end] = [`<!-- figure: ${name} -->`, '<!-- /figure -->'];
    const [start, stop] = [before.indexOf(begin), before.indexOf(end, before.indexOf(begin))];
    if (start < 0 || stop < 0) throw new Error(`There is no place for the figure ${name}: ${begin} … ${end}`);
    const body = show(JSON.parse(readFileSync(file, 'utf8')), language);
    return `${before.slice(0, start)}${begin}\n\n${body}\n\n${before.slice(stop)}`;
  }, text);
}
