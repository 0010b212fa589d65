/**
 * Writes the figures of the READMEs, and the page of all tables, from the results of benches in test/bench/results.
 *
 *   npm run figures
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resultsPage } from '../results-page.ts';
import { readmes, renderFigures, resultsFolder } from './render-figures.ts';

for (const [file, language] of Object.entries(readmes)) {
  const before = readFileSync(file, 'utf8');
  const after = renderFigures(before, language);
  writeFileSync(file, after);
  console.log(`${file}: ${before === after ? 'unchanged' : 'written'}`);
}
for (const [name, text] of Object.entries(resultsPage(resultsFolder))) {
  const file = join(resultsFolder, name);
  writeFileSync(file, text);
  console.log(`${file}: written`);
}
