import type { Gate, GatesLevel, GatesPayload } from '../../../../kernel/payloads/gates.ts';
import { cellInks, cellTint, scaleColour } from '../../../../kernel/payloads/reading/gate-look.ts';
import { isConnected } from '../../../../kernel/payloads/reading/gate-words.ts';
import { count, percent, weight } from '../../../../kernel/text/index.ts';
import { element } from '../../host/index.ts';
import { cellName, type GatesScene, type MapShape } from '../scene.ts';

/** One mean weight: its number on its tint, and as room allows its sd and both on a track from 0 to 1. */
export function weightCell(scene: GatesScene, shape: MapShape, gate: Gate, e: number): HTMLElement {
  const { level, theme, payload } = scene;
  const tip = cellTip(payload, level, gate, e);
  const attributes = { class: 'gates-cell', role: 'gridcell', 'data-expert': e, 'data-tip': tip };
  // Screen readers hear what the tip shows.
  const spoken = element('span', { class: 'for-readers' }, tip);
  if (!isConnected(gate, e)) {
    return element('div', { ...attributes, class: 'gates-cell gates-unconnected' }, '–', spoken);
  }
  const mean = gate.mean[e] ?? 0;
  const sd = gate.sd[e] ?? 0;
  const tint = cellTint(mean, scaleColour(gate, level, theme), theme);
  const { ink, second } = cellInks(tint, theme);
  const hasTrack = shape.isTurned || shape.density === 'full' || shape.density === 'track';
  const hasSd = shape.isTurned ? shape.density !== 'value' && turnedWidth(scene) >= 120 : shape.density === 'full';
  const digits = !shape.isTurned && shape.cell < 34 ? 2 : 3;
  const cell = element(
    'div',
    attributes,
    element('span', { class: mean >= 0.1 ? 'gates-mean gates-large' : 'gates-mean' }, weight(mean, digits)),
    ...(hasSd ? [element('span', { class: 'gates-sd' }, `±\u00a0${weight(sd)}`)] : []),
    ...(hasTrack ? [track(mean, sd)] : []),
    spoken,
  );
  cell.style.background = tint;
  cell.style.color = ink;
  cell.style.setProperty('--second', second);
  return cell;
}

function turnedWidth({ level, width }: GatesScene): number {
  return (width - 28) / level.gates.length - 10;
}

/** A line from 0 to 1, the mean ± sd as far as it lies inside, and a tick at the mean. */
function track(mean: number, sd: number): HTMLElement {
  const [low, high] = [Math.max(0, mean - sd), Math.min(1, mean + sd)];
  const range = element('span', { class: 'gates-range' });
  range.style.left = `${low * 100}%`;
  range.style.width = `${(high - low) * 100}%`;
  const tick = element('span', { class: 'gates-tick' });
  tick.style.left = `${Math.min(1, mean) * 100}%`;
  return element(
    'span',
    { class: 'gates-track', 'aria-hidden': 'true' },
    element('span', { class: 'gates-rail' }),
    range,
    tick,
  );
}

/** Everything that is known of a gate and an expert, in a few lines. */
export function cellTip({ rows }: GatesPayload, level: GatesLevel, gate: Gate, e: number): string {
  const expert = level.experts[e];
  const title = cellName(
    gate,
    expert === undefined || expert.name === expert.label ? (expert?.label ?? '') : `${expert.label} (${expert.name})`,
  );
  if (!isConnected(gate, e)) return `${title}\nnot connected: this gate does not see the expert`;
  return [
    title,
    `mean weight ${weight(gate.mean[e])}, sd ${weight(gate.sd[e])}`,
    `largest in ${percent(gate.leads[e])} of ${count(rows)} rows, over ½ in ${percent(gate.overHalf[e])}`,
    ...(level.gates.length > 1 ? [`${percent(gate.ownership[e])} of the expert’s use`] : []),
    ...expertFacts(level, e),
    'line: mean ± sd, cut to 0…1',
  ].join('\n');
}

function expertFacts({ experts }: GatesLevel, e: number): readonly string[] {
  const { units = 0, deadUnits, zeros, effectiveRank } = experts[e] ?? {};
  return [
    ...(deadUnits === undefined
      ? []
      : [`${count(deadUnits * units)} of ${units} units dead, ${percent(zeros)} of activations 0`]),
    ...(effectiveRank == null ? [] : [`effective rank ${effectiveRank.toFixed(1)} of ${units}`]),
  ];
}
