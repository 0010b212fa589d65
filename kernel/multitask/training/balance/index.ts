export { type Balance, type Balanced, type BalanceSpec, createBalance, type StepOfTasks } from './balance.ts';
