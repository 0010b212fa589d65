export type TestCell = { readonly id: string; readonly language: string; readonly text: string };

const named: Readonly<Record<string, string>> = {
  imports: `import { join } from 'node:path';\nimport { readFileSync as read } from 'node:fs';`,
  data: `/** Impressions with two labels. */\nconst data = datasets.correlatedTasks({ correlation: 0.9, labels: 'binary', seed: 1 });`,
  model: 'const model = models.mmoe(data.features, data.tasks, { experts: 4 });',
  types: `interface Row { readonly city: string; readonly clicks: number }\nenum Split { Train, Test }`,
  rows: `const rows: Row[] = [{ city: 'Bergen', clicks: 3 }];\nlet best = 0;`,
  clicks: `/**
 * Clicks of a city.
 * @param from - where to count
 */
function clicks(from: readonly Row[], city: string): number {
  return from.filter((row) => row.city === city).reduce((sum, row) => sum + row.clicks, 0);
}`,
  broken: 'const before = rows.length;\nconst open = rows.map((row) => {\n  return [row.city,\n',
  usesLater: 'later.set(join("a", "b"), clicks(rows, "Oslo"));',
  answer: 'const answer = 42;\nanswer.toFixed(1);',
  usesAnswer: 'const half = answer / 2;',
  answerAgain: `const answer = 'a text';`,
  usesAnswerAgain: 'answer.toUpperCase();',
  object: '{ rows, best }',
  later: 'const later = new Map<string, number>();',
};

/** A notebook of 50 code cells: one has a syntax error, one uses a later one, one is Python, one JavaScript. */
export function fiftyCells(): readonly TestCell[] {
  const { later = '', ...first } = named;
  const cells: TestCell[] = Object.entries(first).map(([id, text]) => ({ id, language: 'typescript', text }));
  cells.splice(7, 0, { id: 'python', language: 'python', text: 'rows = [r for r in "abc"]\nimport numpy as model' });
  cells.splice(9, 0, {
    id: 'javascript',
    language: 'javascript',
    text: 'const plain = { text: read("a.txt", "utf8") };',
  });
  for (let i = 0; cells.length < 49; i++) {
    const text = `const value${i} = clicks(rows, 'Bergen') + ${i === 0 ? 'best' : `value${i - 1}`};`;
    cells.push({ id: `filler${i}`, language: 'typescript', text });
  }
  return [...cells, { id: 'later', language: 'typescript', text: later }];
}

/** The text of a cell without its cursor, which is written ¦, and where that was. */
export function atCursor(marked: string): { readonly text: string; readonly offset: number } {
  return { text: marked.replace('¦', ''), offset: marked.indexOf('¦') };
}
