import { type Optimizer, slotNames, type TrainerState } from '../trainers/index.ts';

/**
 * The state to go on with: another optimizer than before begins with slots and step numbers of its own. Adam and AdamW
 * keep the same means, so that one goes on with the other's.
 */
export function stateFor(optimizer: Optimizer, state: TrainerState): TrainerState {
  const slots = Object.keys(state.slots).sort().join();
  return state.step === 0 || slots === slotNames(optimizer).join() ? state : { ...state, slots: {}, step: 0 };
}
