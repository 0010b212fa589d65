import { describe, expect, it } from 'vitest';
import { type Output, readableText, runNotebook } from '../support/run-notebook.ts';

const training = 'application/vnd.multitask-notebook.training.v1+json';
const gates = 'application/vnd.multitask-notebook.gates.v1+json';

/** The last bundle of a MIME type among the outputs. */
function last(outputs: readonly Output[], mime: string): Readonly<Record<string, unknown>> | undefined {
  return outputs.map(({ data }) => data ?? {}).findLast((data) => mime in data);
}

describe('start-here', () => {
  it('trains, draws, evaluates and shows the gates', async () => {
    const { exitCode, terminal, outputs } = await runNotebook('notebooks/start-here.ipynb');
    expect(exitCode, terminal).toBe(0);

    const plot = last(outputs, training);
    expect(plot?.[training]).toMatchObject({ state: 'finished', progress: { epoch: 6, epochs: 6 } });
    expect(String(plot?.['image/svg+xml'])).toContain('<svg');
    expect(outputs.filter(({ data }) => data && training in data)).toHaveLength(1);

    const map = last(outputs, gates);
    expect(String(map?.['image/svg+xml'])).toContain('<svg');

    const aucs = [...readableText(outputs).matchAll(/\.(\d{4})\b/g)].map(([, digits]) => Number(`0.${digits}`));
    expect(aucs.some((auc) => auc > 0.7 && auc < 1)).toBe(true);
  });
});
