import { readSafetensors } from '../../checkpoint/index.ts';
import { fromTorch, torchModule } from '../../exports/pytorch/index.ts';
import { type Network, sizeOf } from '../../network/index.ts';
import { type Optimizer, slotNames, slotStart, type TrainerState } from '../../trainers/index.ts';
import type { Storage } from '../storage/index.ts';

/** Reads what a job has left at the end of an epoch: weights, and what the optimizer keeps of them, under our names. */
export async function readState(
  storage: Storage,
  network: Network,
  optimizer: Optimizer,
  begun: TrainerState,
  { epoch, step }: { readonly epoch: number; readonly step: number },
): Promise<TrainerState> {
  const folder = `epoch-${String(epoch).padStart(4, '0')}`;
  const { tensors } = torchModule(network, '');
  const [weights, slots] = await Promise.all(
    ['weights', 'slots'].map(async (name) => {
      const path = await storage.fetch(`${folder}/${name}.safetensors`);
      return (await readSafetensors(path)).tensors;
    }),
  );
  const parameters = Object.fromEntries(
    Object.entries(begun.parameters).map(([name, values]) => [name, values.slice()]),
  );
  const kept = Object.fromEntries(
    slotNames(optimizer).map((slot) => [
      slot,
      Object.fromEntries(
        network.parameters.map((each) => [each.name, new Float32Array(sizeOf(each)).fill(slotStart(optimizer))]),
      ),
    ]),
  );
  for (const tensor of tensors) {
    const { name } = tensor.parameter;
    const values = weights.get(tensor.name);
    if (values) fromTorch(tensor, values.values, parameters[name]);
    for (const [slot, arrays] of Object.entries(kept)) {
      const own = slots.get(`${slot}/${tensor.name}`);
      if (own && arrays[name]) fromTorch(tensor, own.values, arrays[name]);
    }
  }
  return { parameters, slots: kept, step: begun.step + step };
}
