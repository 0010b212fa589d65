import { safetensors } from '../../checkpoint/index.ts';
import { describedColumns, torchModule, toTorch } from '../../exports/pytorch/index.ts';
import type { TrainingJob } from '../../training/index.ts';
import type { RemoteRows } from '../remote.ts';
import type { Storage } from '../storage/index.ts';

/**
 * Writes what the workers need: the network as a PyTorch module, its weights, what the optimizer keeps of them, and how to train.
 * The plan comes last: once it stands, all of it does.
 *
 * @param steps of an epoch, as the job has counted them.
 */
export async function writePlan(
  storage: Storage,
  { network, trainer, progress, options, run, resume, stepsBefore }: TrainingJob,
  data: RemoteRows,
  steps: number,
): Promise<void> {
  const { plan, optimizer, order } = options;
  const { source, tensors } = torchModule(network, run.title);
  // That of the run: another optimizer than before begins with slots of its own.
  const state = await trainer.read();
  const done = resume ? (progress.run?.epochs ?? 0) : 0;
  const epochs = Math.max(0, options.epochs - done);
  const weights = tensors.map((tensor) => [tensor.name, toTorch(tensor, state.parameters[tensor.parameter.name])]);
  const slots = Object.entries(state.slots).flatMap(([slot, arrays]) =>
    tensors.flatMap((tensor) => {
      const values = arrays[tensor.parameter.name];
      return values ? [[`${slot}/${tensor.name}`, toTorch(tensor, values)] as const] : [];
    }),
  );
  const rates = Array.from({ length: epochs * steps }, (_, i) => plan.learningRate(state.step + i - stepsBefore));
  const isConstant = rates.every((rate) => rate === rates[0]);
  const { missing = {}, labels = {}, separators = {} } = network.features.readWith ?? {};
  await storage.write('model.py', source);
  await storage.write('epoch-0000/weights.safetensors', safetensors(Object.fromEntries(weights)));
  await storage.write('epoch-0000/slots.safetensors', safetensors(Object.fromEntries(slots)));
  await storage.write('epoch-0000/done.json', JSON.stringify({ epoch: 0, step: 0 }));
  const written = {
    data: data.path,
    columns: describedColumns(network),
    read: { missing, labels, separators },
    epochs,
    firstEpoch: progress.epochs,
    batchSize: plan.batchSize,
    shuffled: order === 'shuffled',
    seed: plan.seed,
    optimizer,
    stepsOfLife: state.step,
    rates: isConstant ? (rates[0] ?? 0) : rates,
    weights: plan.taskWeights,
    average: plan.average,
    epsilon: plan.loss.kind === 'log-loss' ? plan.loss.epsilon : null,
    l2: plan.l2,
    clipNorm: plan.clipNorm ?? null,
  };
  await storage.write('plan.json', JSON.stringify(written));
}
