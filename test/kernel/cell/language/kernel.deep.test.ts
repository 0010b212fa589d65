import { expect, it } from 'vitest';
import { atCursor } from '../../../support/fifty-cells.ts';
import { startKernel, type TestKernel } from '../../../support/jupyter-kernel.ts';

async function complete({ client }: TestKernel, marked: string): Promise<readonly string[]> {
  const { text, offset } = atCursor(marked);
  const reply = await client.request('shell', 'complete_request', { code: text, cursor_pos: offset });
  return reply.content.matches as readonly string[];
}

async function inspect({ client }: TestKernel, marked: string): Promise<string> {
  const { text, offset } = atCursor(marked);
  const content = { code: text, cursor_pos: offset, detail_level: 0 };
  const { data } = (await client.request('shell', 'inspect_request', content)).content;
  return String((data as Record<string, unknown>)['text/plain'] ?? '');
}

/** Types join when TypeScript is loaded: asks until they do. The test's own limit ends it. */
async function eventually<Answer>(ask: () => Promise<Answer>, isWanted: (answer: Answer) => boolean): Promise<Answer> {
  for (;;) {
    const answer = await ask();
    if (isWanted(answer)) return answer;
  }
}

it('a kernel completes from live values at once, and from types what has no value yet', async () => {
  const kernel = await startKernel();
  await kernel.run(`
const data = datasets.correlatedTasks({ correlation: 0.9, labels: 'binary', rows: 100, seed: 1 });
const model = models.mmoe(data.features, data.tasks, { experts: 2 });
/** Doubles. */
function twice(x: number): number { return 2 * x; }
const anything: any = { inside: 1 };`);
  expect(await complete(kernel, 'models.mm¦')).toEqual(['mmoe']);
  expect(await complete(kernel, 'anything.¦')).toContain('inside');

  const options = await eventually(
    () => complete(kernel, 'model.fit(data.train, { ep¦'),
    (matches) => matches.includes('epochs'),
  );
  expect(options).toEqual(['epochs']);
  // Globals that begin with "e" have no place there. On a busy machine types may be too late for one answer.
  await eventually(
    () => complete(kernel, 'model.fit(data.train, { e¦'),
    (matches) => !matches.includes('encodeURIComponent'),
  );
  expect(await complete(kernel, 'const typed = { city: "a" };\ntyped.ci¦')).toEqual(['city']);
  // What only the value knows is still offered.
  expect(await complete(kernel, 'anything.¦')).toContain('inside');

  const said = await eventually(
    () => inspect(kernel, 'twi¦ce(1)'),
    (text) => text.includes('Doubles.'),
  );
  expect(said).toContain('function twice(x: number): number');
  await eventually(
    () => inspect(kernel, 'model.fit(¦'),
    (text) => text.includes('options?: FitOptions'),
  );

  // A cell that runs again decides from then on, also with another type.
  await kernel.run('const data = new Map([["a", 1]]);');
  expect(await complete(kernel, 'data.entri¦')).toEqual(['entries']);
  await eventually(
    () => inspect(kernel, 'dat¦a'),
    (text) => text.includes('const data: Map<string, number>'),
  );
});
