import { weight } from '../../../text/index.ts';
import type { TrainingGates } from '../../training-gates.ts';
import { topExperts } from './expert-use.ts';
import type { MapLevel } from './map-level.ts';

/** A level as it was after the epoch at this position; before the first, cells that are seen hold NaN. */
export function levelAfter({ levels, epochs }: TrainingGates, level: number, at: number): MapLevel {
  const { experts = [], gates = [] } = levels[level] ?? {};
  const means = epochs[at]?.means[level];
  return {
    experts,
    gates: gates.map(({ serves, task, sees }, k) => ({
      serves,
      task,
      mean: experts.map((_, e) =>
        means === undefined ? (sees.includes(e) ? Number.NaN : null) : (means[k]?.[e] ?? null),
      ),
    })),
  };
}

/** Which expert leads each gate nearest the tasks: `income E0 .477 · marital E1 .432 · 14 more`. Empty before the first epoch. */
export function leadersAfter(gates: TrainingGates, at: number, mostGates = 4): string {
  if (gates.epochs[at] === undefined) return '';
  const level = levelAfter(gates, gates.levels.length - 1, at);
  const said = level.gates.slice(0, mostGates).flatMap(({ serves, mean }) => {
    const [first] = topExperts(level, mean, 1);
    return first === undefined ? [] : [`${serves} ${first.label} ${weight(first.mean)}`];
  });
  const others = level.gates.length - said.length;
  return [...said, ...(others > 0 ? [`${others} more`] : [])].join(' · ');
}
