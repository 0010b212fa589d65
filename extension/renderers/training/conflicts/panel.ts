import { axisTicks } from '../../../../kernel/payloads/reading/axis-ticks.ts';
import { cosineEdge } from '../../../../kernel/payloads/reading/conflicts/bars.ts';
import {
  conflictDefinition,
  conflictSummary,
  conflictTitle,
  mostParts,
  overWords,
  shownPair,
  shownParts,
} from '../../../../kernel/payloads/reading/conflicts/words.ts';
import type { TrainingConflicts } from '../../../../kernel/payloads/training-conflicts.ts';
import { element, rovingFocus, setAttributes, setText, svgElement } from '../../host/index.ts';
import type { Cursor } from '../cursor.ts';
import { type Part, type Scene, type TrainingSettings, whenChanged } from '../scene.ts';
import { barsOf, stripPlace } from './place.ts';
import { namesOf, type Strip, strip } from './strip.ts';

/**
 * Which tasks pull which shared parts of the network apart: a strip for each part, its steps below those of the loss charts. Of
 * more than two tasks one pair is shown, of very many parts those that are pulled apart most.
 */
export function conflictPanel(change: (settings: Partial<TrainingSettings>) => void, cursor: Cursor): Part {
  const arrow = element('span', { class: 'gates-arrow', 'aria-hidden': 'true' });
  const preview = element('span', { class: 'dim gates-cut' });
  const button = element(
    'button',
    { type: 'button', class: 'gates-fold' },
    arrow,
    element('b', {}, 'Conflict'),
    preview,
  );
  const what = element('span', { tabindex: 0, 'data-tip': conflictDefinition }, conflictTitle);
  const select = element('select', { 'aria-label': 'Pair of tasks' });
  const names = element('span');
  const key = (tone: string) =>
    svgElement(
      'svg',
      { class: 'key', width: 10, height: 9, viewBox: '0 0 10 9', 'aria-hidden': 'true' },
      svgElement('rect', { class: `conflict-${tone}`, x: 0, y: 0, width: 10, height: 9 }),
    );
  const over = element('span', { class: 'conflict-over small' });
  const legend = element(
    'div',
    { class: 'conflict-legend small dim' },
    what,
    names,
    select,
    element('span', {}, key('apart'), 'below −.2'),
    element('span', {}, key('plain'), 'above'),
  );
  const tools = element('div', { class: 'conflict-row conflict-tools' }, element('span'), legend, over);
  const grid = element('div', { class: 'conflict-grid', role: 'grid' });
  const ticks = svgElement('svg', { height: 16, 'aria-hidden': 'true', class: 'conflict-axis' });
  const axisRow = element('div', { class: 'conflict-row' }, element('span'), ticks, element('span'));
  const all = element('button', { type: 'button', class: 'conflict-all' });
  const cut = element('span');
  const foot = element('div', { class: 'small dim conflict-foot' }, all, cut);
  const body = element('div', {}, tools, grid, axisRow, foot);
  const node = element('section', { class: 'conflicts', 'aria-label': 'Conflict between tasks' }, button, body);
  const strips: Strip[] = [];
  const focus = rovingFocus(grid, '[role=gridcell]');
  const ifChanged = whenChanged();
  let chosen: number | undefined;
  let showsAll = false;
  let offered = '';
  let last: Scene | undefined;

  const redraw = () => {
    if (last) draw(last);
  };
  button.addEventListener('click', () => change({ conflictsOpen: button.getAttribute('aria-expanded') !== 'true' }));
  select.addEventListener('change', () => {
    chosen = Number(select.value);
    redraw();
  });
  all.addEventListener('click', () => {
    showsAll = !showsAll;
    redraw();
  });

  function draw(scene: Scene): void {
    last = scene;
    const { payload, settings, theme, zoom, axis, width, room } = scene;
    const { conflicts } = payload;
    node.hidden = conflicts === undefined;
    if (conflicts === undefined) return;
    const isOpen = settings.conflictsOpen;
    const { run, state, progress, epochs } = payload;
    const now = [run.id, run.number, state, progress.step, epochs.length, conflicts.over?.epoch];
    ifChanged([...now, isOpen, chosen, showsAll, theme, zoom, axis.unit, axis.steps, width, room.loss], () => {
      setAttributes(button, { 'aria-expanded': String(isOpen) });
      setText(arrow, isOpen ? '▾' : '▸');
      const said = conflictSummary(payload);
      setText(preview, said);
      setAttributes(preview, { title: said });
      body.hidden = !isOpen;
      if (isOpen) drawBody(scene, conflicts);
    });
  }

  function drawBody(scene: Scene, conflicts: TrainingConflicts): void {
    const { payload, axis } = scene;
    const pair = Math.min(chosen ?? shownPair(conflicts), conflicts.pairs.length - 1);
    offerPairs(scene, conflicts, pair);
    const parts = shownParts(conflicts, pair, showsAll ? Number.POSITIVE_INFINITY : mostParts);
    const place = stripPlace(scene);
    const drawn = parts.map((part) => ({ part, bars: barsOf(conflicts, part, pair, payload.progress.step, place) }));
    const highest = cosineEdge(drawn.map(({ bars }) => bars));
    const dividers = dividersOf(scene, place.steps);
    setText(over, overWords(payload));
    setAttributes(grid, {
      'aria-label': `Cosine of the gradients of ${namesOf(scene, conflicts, pair)}, part by part`,
    });
    focus.keep(() => {
      while (strips.length < parts.length) {
        const next = strip(cursor);
        strips.push(next);
        grid.append(next.node);
      }
      for (const [i, { node: row, draw: drawStrip }] of strips.entries()) {
        const each = drawn[i];
        if (each === undefined) {
          row.remove();
          continue;
        }
        if (row.parentElement !== grid) grid.append(row);
        drawStrip(scene, { conflicts, ...each, pair, place, highest, dividers, hasScale: i === 0 });
      }
    });
    ticks.style.marginLeft = `${place.left}px`;
    setAttributes(ticks, { width: place.width });
    ticks.replaceChildren(
      ...axisTicks(payload, axis, place.width, place.steps).map(({ at, text, tone, anchor, shift }) =>
        svgElement(
          'text',
          { x: place.x(axis.stepAt(at)) + shift, y: 11, 'text-anchor': anchor, class: `conflict-tick ${tone}` },
          text,
        ),
      ),
    );
    drawFoot(conflicts, parts.length);
  }

  function offerPairs(scene: Scene, conflicts: TrainingConflicts, pair: number): void {
    const { pairs } = conflicts;
    const texts = pairs.map((_, i) => namesOf(scene, conflicts, i));
    const isOne = pairs.length < 2;
    select.hidden = isOne;
    names.hidden = !isOne;
    setText(names, texts[0] ?? '');
    const now = JSON.stringify(texts);
    if (offered !== now) {
      offered = now;
      select.replaceChildren(...texts.map((text, i) => element('option', { value: i }, text)));
    }
    if (select.value !== String(pair)) select.value = String(pair);
  }

  function drawFoot({ parts, partsGiven, pairs, pairsGiven }: TrainingConflicts, shown: number): void {
    const isMany = parts.length > mostParts;
    all.hidden = !isMany;
    setText(all, showsAll ? `Only the ${mostParts} pulled apart most` : `Show all ${parts.length} parts`);
    setAttributes(all, { 'aria-pressed': String(showsAll) });
    const said = [
      isMany && !showsAll ? `the ${shown} of ${parts.length} parts that are pulled apart most` : '',
      partsGiven === undefined ? '' : `the first ${parts.length} of ${partsGiven} parts`,
      pairsGiven === undefined ? '' : `the first ${pairs.length} of ${pairsGiven} pairs of tasks`,
    ].filter((words) => words !== '');
    setText(cut, said.join('; '));
    foot.hidden = said.length === 0 && !isMany;
  }

  return { node, draw };
}

/** Where epochs begin, unless they are so many that their lines would be a grid. */
function dividersOf({ payload }: Scene, [from, to]: readonly [number, number]): readonly number[] {
  const { stepsPerEpoch } = payload.progress;
  const [first, last] = [Math.floor(from / stepsPerEpoch) + 1, Math.ceil(to / stepsPerEpoch) - 1];
  if (last - first >= 40) return [];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * stepsPerEpoch);
}
