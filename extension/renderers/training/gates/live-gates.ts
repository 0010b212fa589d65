import { epochNumber } from '../../../../kernel/payloads/reading/epoch-number.ts';
import { leadersAfter, levelAfter } from '../../../../kernel/payloads/reading/gates/epochs.ts';
import type { ExpertOrder } from '../../../../kernel/payloads/reading/gates/expert-heads.ts';
import { topExperts } from '../../../../kernel/payloads/reading/gates/expert-use.ts';
import type { MapGate, MapLevel } from '../../../../kernel/payloads/reading/gates/map-level.ts';
import { isConnected } from '../../../../kernel/payloads/reading/gates/words.ts';
import type { TrainingGates } from '../../../../kernel/payloads/training-gates.ts';
import { count, weight } from '../../../../kernel/text/index.ts';
import { element, setAttributes, setText } from '../../host/index.ts';
import { mapShape, orderButtons, weightMap } from '../../weight-map/index.ts';
import { type Part, type Scene, type TrainingSettings, whenChanged } from '../scene.ts';

/**
 * The map of mean gate weights of a model that routes, as it was after an epoch: it follows the run, and a slider walks back. It
 * has its height from the start.
 */
export function liveGates(change: (settings: Partial<TrainingSettings>) => void): Part {
  const arrow = element('span', { class: 'gates-arrow', 'aria-hidden': 'true' });
  const preview = element('span', { class: 'dim gates-cut' });
  const button = element('button', { type: 'button', class: 'gates-fold' }, arrow, element('b', {}, 'Gates'), preview);
  const levels = element('span', { class: 'gates-live-levels', role: 'group', 'aria-label': 'Level of gates' });
  const slider = element('input', { type: 'range', min: 0, step: 1, 'aria-label': 'epoch of the gates' });
  const when = element('span', { class: 'gates-when' });
  const orders = orderButtons((chosen) => redraw({ order: chosen }));
  const tools = element(
    'div',
    { class: 'gates-tools' },
    levels,
    element('label', {}, 'epoch', slider, when),
    element('span', { class: 'fill' }),
    orders.node,
  );
  const map = weightMap();
  const note = element('div', { class: 'small dim gates-live-note' });
  const body = element('div', {}, tools, map.node, note);
  const node = element('section', { class: 'gates-live', 'aria-label': 'Gates while training' }, button, body);

  /** The epoch the person went back to; undefined follows the run. */
  let chosen: number | undefined;
  let order: ExpertOrder = 'weight';
  let levelNumber: number | undefined;
  let last: Scene | undefined;
  const ifChanged = whenChanged();

  function redraw(next: {
    readonly order?: ExpertOrder;
    readonly level?: number;
    readonly epoch?: number | undefined;
  }) {
    if (next.order !== undefined) order = next.order;
    if (next.level !== undefined) levelNumber = next.level;
    if ('epoch' in next) chosen = next.epoch;
    if (last) draw(last);
  }

  button.addEventListener('click', () => change({ gatesOpen: button.getAttribute('aria-expanded') !== 'true' }));
  slider.addEventListener('input', () => {
    const epochs = last?.payload.gates?.epochs ?? [];
    const at = slider.valueAsNumber;
    redraw({ epoch: at === epochs.length - 1 ? undefined : epochs[at]?.epoch });
  });

  function draw(scene: Scene): void {
    last = scene;
    const { payload, settings, theme, width, isStacked } = scene;
    const { gates } = payload;
    node.hidden = gates === undefined || gates.levels.length === 0;
    if (gates === undefined || node.hidden) return;
    const isOpen = settings.gatesOpen ?? !isStacked;
    const epochs = [gates.epochs.length, gates.epochs.at(-1)?.epoch, payload.run.id, payload.run.number];
    ifChanged([...epochs, isOpen, payload.state, chosen, levelNumber, order, theme, width], () => {
      const at = positionOf(gates, chosen);
      setAttributes(button, { 'aria-expanded': String(isOpen) });
      setText(arrow, isOpen ? '▾' : '▸');
      setText(preview, isOpen ? '' : leadersAfter(gates, at) || waiting(payload.state));
      body.hidden = !isOpen;
      if (isOpen) drawBody(scene, gates, at);
    });
  }

  function drawBody({ payload, theme, width, isStacked }: Scene, gates: TrainingGates, at: number): void {
    const found = gates.levels.findIndex(({ level }) => level === levelNumber);
    const position = found < 0 ? gates.levels.length - 1 : found;
    const level = levelAfter(gates, position, at);
    drawLevels(gates, position);
    const ended = gates.epochs[at]?.epoch;
    const epoch = ended === undefined ? undefined : epochNumber(payload, ended);
    const words =
      epoch === undefined ? waiting(payload.state) : `${epoch} of ${epochNumber(payload, payload.progress.epochs)}`;
    setText(when, words);
    setAttributes(slider, {
      max: Math.max(0, gates.epochs.length - 1),
      disabled: gates.epochs.length < 2,
      'aria-valuetext': epoch === undefined ? words : `epoch ${words}: ${leadersAfter(gates, at)}`,
    });
    if (slider.valueAsNumber !== Math.max(0, at)) slider.value = String(Math.max(0, at));
    const place = { level, width, isStacked };
    orders.node.hidden = mapShape(place).density !== 'bars';
    orders.draw(order);
    map.draw(
      { ...place, order, theme },
      {
        label: `Mean gate weights of ${payload.run.title} after epoch ${epoch ?? 0}, gates by experts`,
        tip: (gate, e) => cellTip(level, gate, e, epoch),
        // Over bars the leading experts are named anyway.
        end: (gate, { density }) => leader(density === 'bars' ? '' : leaderWords(level, gate)),
        endTitles: () => ['leading expert'],
        turned: () => '',
      },
    );
    setText(note, noteOf(gates, position));
  }

  function drawLevels({ levels: all }: TrainingGates, shown: number): void {
    if (levels.childElementCount !== (all.length < 2 ? 0 : all.length)) {
      const buttons = all.map(({ level }) => {
        const each = element('button', { type: 'button' }, `Level ${level}`);
        each.addEventListener('click', () => redraw({ level }));
        return each;
      });
      levels.replaceChildren(...(all.length < 2 ? [] : buttons));
    }
    levels.hidden = all.length < 2;
    for (const [i, each] of [...levels.children].entries())
      setAttributes(each, { 'aria-pressed': String(i === shown) });
  }

  return { node, draw };
}

/** Of the epoch, or the nearest one that is kept before it; the last without one; −1 before the first. */
function positionOf({ epochs }: TrainingGates, chosen: number | undefined): number {
  if (chosen === undefined) return epochs.length - 1;
  return Math.max(
    0,
    epochs.findLastIndex(({ epoch }) => epoch <= chosen),
  );
}

function waiting(state: Scene['payload']['state']): string {
  return state === 'running' ? 'waiting for epoch 1' : 'no epoch ended';
}

function cellTip(level: MapLevel, gate: MapGate, e: number, epoch: number | undefined): string {
  const title = `${gate.serves} · ${level.experts[e]?.label ?? ''}`;
  if (!isConnected(gate, e)) return `${title}\nnot connected: this gate does not see the expert`;
  return epoch === undefined
    ? `${title}\nno weight before the end of an epoch`
    : `${title}\nmean weight ${weight(gate.mean[e])} after epoch ${epoch}`;
}

function leaderWords(level: MapLevel, gate: MapGate): string {
  const [first] = topExperts(level, gate.mean, 1);
  return first === undefined || Number.isNaN(first.mean) ? '' : `${first.label} ${weight(first.mean)}`;
}

function leader(words: string): HTMLElement {
  return element('div', { class: 'gates-leader gates-cut', role: 'gridcell' }, words === '' ? '\u00a0' : words);
}

function noteOf({ rows, levels }: TrainingGates, level: number): string {
  const { experts = [], expertsGiven } = levels[level] ?? {};
  const cut = expertsGiven === undefined ? '' : `the first ${experts.length} of ${expertsGiven} experts; `;
  return `${cut}mean weights ${rows === 0 ? 'after each epoch' : `over ${count(rows)} rows`}; the gate report says more`;
}
