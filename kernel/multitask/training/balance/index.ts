export { type Balance, type Balanced, type BalanceSpec, createBalance, looksBehindSteps } from './balance.ts';
export { balanceOf } from './balance-of.ts';
export {
  type AlignedOptions,
  type CAGradOptions,
  type DWAOptions,
  type FAMOOptions,
  type GradientsOption,
  type GradNormOptions,
  gradientsOption,
  type MGDAOptions,
  type WeightsOption,
  weightsOption,
} from './balance-options.ts';
export type { StepOfTasks } from './step-of-tasks.ts';
