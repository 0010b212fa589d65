import { type OptionsInCode, optionsInCode, type Read } from '../options/index.ts';
import { fitOptions } from './fit-options.ts';
import { type ResolvedOptions, usualLearningRate } from './resolve-options.ts';

/** Options of `fit` that decide how it is watched, kept or named, and none of the numbers of a run. */
const elsewhere = [
  'validation',
  'on',
  'conflicts',
  'checkpoint',
  'resume',
  'restart',
  'signal',
  'plot',
  'data',
] as const satisfies readonly (keyof typeof fitOptions)[];

/**
 * Everything a run was trained with, as code: the model's options, and those of `fit` with what stood in for one that was
 * not given. A name that both have is `fit`'s; the model's goes along as `model.name` where it is another.
 *
 * @param ofModel its options, as they were read.
 */
export function settingsOf(
  ofModel: OptionsInCode,
  options: Read<typeof fitOptions>,
  { optimizer, plan }: ResolvedOptions,
): OptionsInCode {
  const { learningRate = usualLearningRate(optimizer) } = options;
  const known = { ...options, learningRate, optimizer, batchSize: plan.batchSize, seed: plan.seed };
  const ofFit = optionsInCode(fitOptions, known);
  const fit = Object.entries(ofFit).filter(([name]) => !elsewhere.some((each) => each === name));
  const model = Object.entries(ofModel).flatMap(([name, code]) => {
    if (ofFit[name] === undefined) return [[name, code] as const];
    return ofFit[name] === code ? [] : [[`model.${name}`, code] as const];
  });
  return Object.fromEntries([...model, ...fit]);
}
