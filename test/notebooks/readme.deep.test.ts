import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ourMetadata } from '../../extension/kernels/metadata.ts';
import { gatesMime, trainingMime } from '../../kernel/payloads/mime.ts';
import { carriesPicture } from '../support/notebook-outputs.ts';
import { readableText, runNotebook } from '../support/run-notebook.ts';

it('the cell in the README trains a good model and shows its plot and its gates', { timeout: 120_000 }, async () => {
  const source = /^## A cell\n\n```ts\n([\s\S]*?)^```$/m.exec(readFileSync('README.md', 'utf8'))?.[1];
  const cell = { cell_type: 'code', id: 'readme', metadata: {}, source, outputs: [], execution_count: null };
  mkdirSync('out/readme', { recursive: true });
  writeFileSync(
    'out/readme/readme-cell.ipynb',
    JSON.stringify({ cells: [cell], metadata: ourMetadata, nbformat: 4, nbformat_minor: 5 }),
  );
  const run = await runNotebook('out/readme/readme-cell.ipynb');
  expect(run.exitCode, run.terminal).toBe(0);
  const aucs = [...readableText(run.outputs).matchAll(/^(?:first|second) +(\.\d{4}) ±\s/gm)].map(([, auc]) =>
    Number(auc),
  );
  expect(aucs).toHaveLength(2);
  expect(Math.min(...aucs)).toBeGreaterThan(0.95);
  const executed = readFileSync('out/readme-cell.ipynb', 'utf8');
  for (const mime of [trainingMime, gatesMime]) expect(carriesPicture(executed, mime)).toBe(true);
});
