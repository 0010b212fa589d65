import { readFile } from 'node:fs/promises';
import { compileFunction } from 'node:vm';
import { readNotebook } from '../../extension/templates/read-notebook.ts';
import { createMultitask } from '../../kernel/multitask/create-multitask.ts';
import { gatesMime, trainingMime } from '../../kernel/payloads/mime.ts';
import { gatesPayload } from '../../kernel/user-process/reports/gates-payload.ts';
import { beginTraining, foldTraining, trainingPayload } from '../../kernel/user-process/reports/training-fold.ts';

/** A cell of a tutorial, and what its picture shows one after another: of a training a payload for each event. */
export type RecordedCell = {
  readonly code: string;
  readonly kind: keyof typeof mimes;
  readonly payloads: readonly unknown[];
};

export const mimes = { training: trainingMime, gates: gatesMime } as const;

/** Runs a tutorial that trains one model and asks for one gate report: those two of its cells. */
export async function recordTutorial(file: string): Promise<readonly RecordedCell[]> {
  const cells = readNotebook(await readFile(file, 'utf8'), file)
    .filter(({ kind }) => kind === 'code')
    .map(({ text }) => text);
  const codeWith = (call: string) => cells.find((text) => text.includes(call)) ?? '';
  const training: RecordedCell & { payloads: unknown[] } = { code: codeWith('.fit('), kind: 'training', payloads: [] };
  const gates: RecordedCell & { payloads: unknown[] } = { code: codeWith('gateReport('), kind: 'gates', payloads: [] };
  const { datasets, models, gateReport } = createMultitask({
    watch(run) {
      let fold = beginTraining(run);
      return (event) => {
        fold = foldTraining(fold, event);
        training.payloads.push(trainingPayload(fold));
      };
    },
  });
  const watched: typeof gateReport = async (...given) => {
    const report = await gateReport(...given);
    gates.payloads.push(gatesPayload(report));
    return report;
  };
  const names = ['datasets', 'models', 'gateReport'];
  await compileFunction(`return (async () => {\n${cells.join('\n;\n')}\n})();`, names)(datasets, models, watched);
  return [training, gates];
}
