/**
 * Writes the figures of the READMEs from the results of benches in test/bench/results.
 *
 *   npm run figures
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { readmes, renderFigures } from './figures/render-figures.ts';

for (const [file, language] of Object.entries(readmes)) {
  const before = readFileSync(file, 'utf8');
  const after = renderFigures(before, language);
  writeFileSync(file, after);
  console.log(`${file}: ${before === after ? 'unchanged' : 'written'}`);
}
