import type { Gate } from '../../../../kernel/payloads/gates.ts';
import { percent, weight } from '../../../../kernel/text/index.ts';
import { element } from '../../host/index.ts';
import { cellName } from '../scene.ts';

/** The bars of a histogram that can be pointed at, over its drawing: those that stand for rows. */
export function barCells(gate: Gate, k: number, expert: number, label: string): readonly HTMLElement[] {
  const bins = gate.histogram[expert] ?? [];
  return bins.flatMap((share, bin) => {
    if (share <= 0) return [];
    const range = `${edge(bin / bins.length)} to ${edge((bin + 1) / bins.length)}`;
    const tip = `${cellName(gate, label)}\nweight ${range}: ${share < 0.005 ? 'under 1\u00a0%' : percent(share)} of rows\nclick or Enter: these rows`;
    const cell = element('div', {
      class: 'gates-bin',
      role: 'gridcell',
      tabindex: -1,
      'data-gate': k,
      'data-expert': expert,
      'data-bin': bin,
      'data-tip': tip,
      'aria-label': tip,
    });
    cell.style.left = `${(100 * bin) / bins.length}%`;
    cell.style.width = `${100 / bins.length}%`;
    return [cell];
  });
}

function edge(value: number): string {
  return value === 1 ? '1' : weight(value, 2);
}
