import { cellInks, cellTint, gateColour, scaleColour } from '../../../kernel/payloads/reading/gates/look.ts';
import type { MapGate } from '../../../kernel/payloads/reading/gates/map-level.ts';
import { isConnected } from '../../../kernel/payloads/reading/gates/words.ts';
import { weight } from '../../../kernel/text/index.ts';
import { element } from '../host/index.ts';
import type { MapScene, MapShape } from './scene.ts';

/** One mean weight: its number on its tint, and as room allows its sd and both on a track from 0 to 1. Without one yet: empty. */
export function weightCell(scene: MapScene, shape: MapShape, gate: MapGate, e: number, tip: string): HTMLElement {
  const { level, theme } = scene;
  const attributes = { class: 'gates-cell', role: 'gridcell', 'data-expert': e, 'data-tip': tip };
  // Screen readers hear what the tip shows.
  const spoken = element('span', { class: 'for-readers' }, tip);
  if (!isConnected(gate, e)) {
    return element('div', { ...attributes, class: 'gates-cell gates-unconnected' }, '–', spoken);
  }
  const mean = gate.mean[e] ?? 0;
  const isKnown = !Number.isNaN(mean);
  const sd = gate.sd?.[e];
  const tint = cellTint(isKnown ? mean : 0, scaleColour(gate, level, theme), theme);
  const { ink, second } = cellInks(tint, theme);
  const hasTrack = shape.isTurned || shape.density === 'full' || shape.density === 'track';
  const hasSd = shape.isTurned ? shape.density !== 'value' && turnedWidth(scene) >= 120 : shape.density === 'full';
  const digits = !shape.isTurned && shape.cell < 34 ? 2 : 3;
  const number = isKnown ? weight(mean, digits) : '\u00a0';
  const cell = element(
    'div',
    attributes,
    element('span', { class: mean >= 0.1 ? 'gates-mean gates-large' : 'gates-mean' }, number),
    ...(hasSd && sd != null ? [element('span', { class: 'gates-sd' }, `±\u00a0${weight(sd)}`)] : []),
    ...(hasTrack && isKnown ? [track(mean, sd ?? 0)] : []),
    spoken,
  );
  cell.style.background = tint;
  cell.style.color = ink;
  cell.style.setProperty('--second', second);
  return cell;
}

/** For more experts than numbers fit: a bar on the gate's own scale. */
export function barCell({ theme }: MapScene, gate: MapGate, e: number, tip: string): HTMLElement {
  const highest = Math.max(0.05, ...gate.mean.map((mean) => mean || 0));
  const bar = element('span', { class: 'gates-bar' });
  bar.style.height = `${(100 * (gate.mean[e] || 0)) / highest}%`;
  bar.style.background = gateColour(gate, theme);
  return element(
    'div',
    { class: 'gates-cell gates-bar-cell', role: 'gridcell', 'data-expert': e, 'data-tip': tip, 'aria-label': tip },
    bar,
  );
}

function turnedWidth({ level, width }: MapScene): number {
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
