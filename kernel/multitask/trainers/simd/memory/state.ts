import { arraysOf, type Network, type Parameter, sizeOf } from '../../../network/index.ts';
import { biasesOf, slotNames, slotStart, valuesOf, varianceName } from '../../common/index.ts';
import type { Optimizer, TrainerState, TrainingPlan } from '../../trainer.ts';
import type { Layout } from '../compile/layout.ts';
import type { Plan } from '../compile/plan.ts';
import { copyFloats, type Region, visitValues } from './parameter-values.ts';

/** A trainer's memory, and what is where in it. */
export type StatePlace = {
  readonly network: Network;
  readonly optimizer: Optimizer;
  readonly layout: Layout;
  readonly memory: WebAssembly.Memory;
  readonly plan: Plan;
};

/** A copy of the weights and the optimizer's slots; of log σ² too where task weights were ever learned. */
export async function readState(place: StatePlace, step: number, weighting: Weighting): Promise<TrainerState> {
  const slots: Record<string, Record<string, Float32Array>> = {};
  if (step > 0)
    for (const [slot, name] of slotNames(place.optimizer).entries()) {
      slots[name] = await readRegion(place, { kind: 'slot', slot });
      if (weighting === 'learned')
        for (const [t, task] of place.plan.tasks.entries())
          slots[name][varianceName(task)] = variancesOf(place, place.plan.memory.slots[slot]).slice(t, t + 1);
    }
  const parameters = await readRegion(place, { kind: 'weights' });
  if (weighting === 'fixed') return { parameters, slots, step };
  const variances = variancesOf(place, place.plan.memory.parameters);
  const logVariances = Object.fromEntries(place.plan.tasks.map((task, t) => [task, variances[t]]));
  return { parameters, slots, step, logVariances };
}

/** Whether task weights were ever learned. */
export type Weighting = 'fixed' | 'learned';

/** @throws when a parameter or a slot of the state is missing or has another size. */
export async function writeState(
  place: StatePlace,
  { parameters, slots, logVariances = {} }: TrainerState,
): Promise<void> {
  const { optimizer, plan } = place;
  clearTableHeads(place);
  await writeRegion(place, { kind: 'weights' }, (parameter) => valuesOf(parameters, parameter));
  const initial = slotStart(optimizer);
  for (const [slot, name] of slotNames(optimizer).entries()) {
    await writeRegion(place, { kind: 'slot', slot }, (parameter) =>
      slots[name]?.[parameter.name] ? valuesOf(slots[name], parameter) : initial,
    );
    for (const [t, task] of plan.tasks.entries())
      variancesOf(place, plan.memory.slots[slot])[t] = slots[name]?.[varianceName(task)]?.[0] ?? initial;
  }
  for (const [t, task] of plan.tasks.entries()) variancesOf(place, plan.memory.parameters)[t] = logVariances[task] ?? 0;
}

/** The gradients that `threads` threads left, with that of λ Σ w²; those of tables are zeroed. */
export async function readGradients(
  place: StatePlace,
  threads: number,
  { l2, taskWeights }: Pick<TrainingPlan, 'l2' | 'taskWeights'>,
): Promise<Record<string, Float32Array>> {
  const { plan, memory, network, layout } = place;
  const floats = new Float32Array(memory.buffer);
  const gradients: Record<string, Float32Array> = {};
  const tables = new Set(layout.parameters.tables.map(({ parameter }) => parameter));
  const biases = biasesOf(network);
  for (const parameter of network.parameters) {
    const values = new Float32Array(sizeOf(parameter));
    gradients[parameter.name] = values;
    for (let thread = 0; thread < (tables.has(parameter) ? 1 : threads); thread++) {
      const address = plan.memory.own + plan.ownBytes * thread + plan.own.gradients;
      await visitValues(parameter, { kind: 'gradients', address }, layout.parameters, plan.memory, (i, at, count) => {
        for (let c = 0; c < count; c++) values[i + c] += floats[at + c];
        floats.fill(0, at, at + count);
      });
    }
    if (l2 > 0 && !biases.has(parameter))
      await visitValues(parameter, { kind: 'weights' }, layout.parameters, plan.memory, (i, at, count) => {
        for (let c = 0; c < count; c++) values[i + c] += 2 * l2 * floats[at + c];
      });
  }
  if (taskWeights === 'uncertainty')
    for (const [t, task] of plan.tasks.entries()) {
      const ofThread = (thread: number) => plan.memory.own + plan.ownBytes * thread + plan.own.gradients;
      const parts = Array.from({ length: threads }, (_, thread) => variancesOf(place, ofThread(thread))[t]);
      gradients[varianceName(task)] = Float32Array.of(parts.reduce((sum, part) => sum + part, 0));
    }
  clearTableHeads(place);
  return gradients;
}

async function readRegion(place: StatePlace, region: Region): Promise<Record<string, Float32Array>> {
  const floats = new Float32Array(place.memory.buffer);
  const found: Record<string, Float32Array> = {};
  for (const parameter of arraysIn(place.network, region)) {
    const values = new Float32Array(sizeOf(parameter));
    await visitValues(parameter, region, place.layout.parameters, place.plan.memory, (i, at, count) =>
      copyFloats(floats, at, values, i, count),
    );
    found[parameter.name] = values;
  }
  return found;
}

async function writeRegion(
  place: StatePlace,
  region: Region,
  valuesFor: (parameter: Parameter) => Float32Array | number,
): Promise<void> {
  const floats = new Float32Array(place.memory.buffer);
  for (const parameter of arraysIn(place.network, region)) {
    const values = valuesFor(parameter);
    await visitValues(parameter, region, place.layout.parameters, place.plan.memory, (i, at, count) => {
      if (typeof values === 'number') floats.fill(values, at, at + count);
      else copyFloats(values, i, floats, at, count);
    });
  }
}

/** Statistics have no optimizer slots. */
function arraysIn(network: Network, region: Region): readonly Parameter[] {
  return region.kind === 'weights' ? arraysOf(network) : network.parameters;
}

/** No record of a table is behind, or was touched in a step that is yet to come. */
function clearTableHeads({ plan, memory }: StatePlace): void {
  const whole = new Int32Array(memory.buffer);
  for (const { address, rows, recordStep } of plan.tables)
    for (let row = 0; row < rows; row++) {
      whole[(address + row * recordStep) / 4] = 0;
      whole[(address + row * recordStep) / 4 + 1] = -1;
    }
}

/** log σ² of the tasks, or what a region has for them. */
function variancesOf({ memory, plan }: StatePlace, region: number): Float32Array {
  return new Float32Array(memory.buffer, region + 4 * plan.parameters.logVariances, plan.tasks.length);
}
