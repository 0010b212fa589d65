export { type Balance, type Balanced, type BalanceSpec, createBalance, looksAtTasks } from './balance.ts';
export { balanceOf } from './balance-of.ts';
export { type GradientsOption, gradientsOption, type WeightsOption, weightsOption } from './balance-options.ts';
export type { StepOfTasks } from './step-of-tasks.ts';
