import { type Judgement, judgementOfTraining } from '../../../kernel/payloads/reading/judgement.ts';
import { usualSmoothing } from '../../../kernel/payloads/reading/loss-lines.ts';
import { runAxis, shownSteps } from '../../../kernel/payloads/reading/run-axis.ts';
import type { TrainingBefore, TrainingPayload } from '../../../kernel/payloads/training.ts';
import {
  copyText,
  element,
  follow,
  type KeptPreferences,
  savePicture,
  stackedWidth,
  type Theme,
  type View,
  verdictBlock,
} from '../host/index.ts';
import type { Zoom } from '../plotly/index.ts';
import { conflictPanel } from './conflicts/panel.ts';
import { weightsPanel } from './conflicts/weights.ts';
import { trainingControls } from './controls.ts';
import { trainingCsv } from './csv.ts';
import { createCursor } from './cursor.ts';
import { liveGates } from './gates/live-gates.ts';
import { trainingHeader } from './header.ts';
import { lastTryLine } from './last-try.ts';
import { lossLegend, qualityLegend } from './legend.ts';
import { metricNotesPart } from './metric-notes.ts';
import { metricTable } from './metric-table.ts';
import type { OtherRun, PageRuns } from './page-runs.ts';
import { trainingProgress } from './progress.ts';
import { payloadsOf, type Rival, type Scene, shownMetric, shownTasks, type TrainingSettings } from './scene.ts';
import { type TaskRow, taskRow } from './task-row.ts';

/** The training report: state and run, progress, controls, charts, metric table. */
export function trainingView(
  root: HTMLElement,
  firstTheme: Theme,
  first: TrainingPayload,
  { runs, preferences }: { readonly runs: PageRuns; readonly preferences: KeptPreferences },
): View<TrainingPayload> {
  const shown = follow(root, firstTheme, first, draw);
  let zoom: Zoom;
  let compared: readonly string[] = [];
  let rivals: readonly Rival[] = [];
  let kept: { readonly key: string; readonly before: TrainingPayload } | undefined;
  let settings: TrainingSettings = {
    hiddenTasks: new Set(),
    ...preferences.read(),
    split: 'validation',
    metric: undefined,
  };

  const membership = runs.join(() => shown.pictures.ask());
  const cursor = createCursor();
  const change = (next: Partial<TrainingSettings>) => {
    if (next.axis !== undefined) zoom = undefined;
    settings = { ...settings, ...next };
    preferences.write(settings);
    shown.pictures.now();
  };
  const controls = trainingControls({
    change,
    resetZoom: () => zoomed(undefined),
    compare(keys) {
      compared = keys;
      shown.pictures.now();
    },
    save: (format) => void savePicture(root, `${shown.payload.run.title} run ${shown.payload.run.number}`, format),
    copy: () => copyText(root, trainingCsv([shown.payload, ...payloadsOf(rivals)])),
  });
  const verdict = verdictBlock((text) => copyText(root, text));
  const legend = lossLegend((axis) => change({ axis }));
  const qualityTitle = qualityLegend();
  const parts = [
    trainingHeader(controls.menuButton),
    trainingProgress(),
    controls,
    legend,
    qualityTitle,
    metricTable(),
    metricNotesPart(),
    liveGates(change),
  ] as const;
  const tries = lastTryLine();
  // They stand below the same steps as the loss charts, whose room is known last.
  const below = [conflictPanel(change, cursor), weightsPanel()] as const;
  const [header, progress, , , , table, weights, gates] = parts;
  const charts = element(
    'div',
    { class: 'charts' },
    element('span', { class: 'corner' }),
    legend.node,
    qualityTitle.node,
  );
  root.append(
    header.node,
    progress.node,
    verdict.node,
    controls.node,
    charts,
    tries.node,
    ...below.map((part) => part.node),
    gates.node,
    controls.splitSwitch,
    table.node,
    weights.node,
  );
  const rows: TaskRow[] = [];

  // Plotly draws its zoom box into the graph while the pointer is down.
  charts.addEventListener('pointerdown', () => {
    shown.pictures.hold();
    addEventListener('pointerup', shown.pictures.release, { once: true });
    addEventListener('pointercancel', shown.pictures.release, { once: true });
  });

  function draw(): void {
    const { payload, theme, width } = shown;
    if (width <= 0) return;
    const offered = membership.others();
    rivals = compare(payload, offered);
    const smoothing = settings.smoothing ?? usualSmoothing(shownSteps(payload));
    const axis = runAxis(payload, payloadsOf(rivals), settings.axis);
    const isStacked = width <= stackedWidth;
    const room = { loss: 0, quality: 0 };
    const metric = shownMetric({ payload, settings });
    const scene: Scene = { payload, rivals, settings, smoothing, metric, axis, zoom, room, theme, width, isStacked };
    controls.offer(offered, compared);
    for (const part of [...parts, tries]) part.draw(scene);
    verdict.draw(judgementOfTraining(payload) ?? (payload.state === 'running' ? toCome : undefined));
    const placed = { ...scene, room: drawRows(scene) };
    for (const part of below) part.draw(placed);
  }

  /**
   * The last try, then those of the chosen that are still there, in the order in which they were chosen. The same list
   * while nothing changed.
   */
  function compare({ run, before }: TrainingPayload, offered: readonly OtherRun[]): readonly Rival[] {
    const chosen = compared.flatMap((key) => offered.filter((other) => other.key === key));
    compared = chosen.map(({ key }) => key);
    const found = [...(before && settings.lastTry ? [lastTry(run.id, before)] : []), ...chosen.map(asRival)];
    const isSame =
      found.length === rivals.length &&
      found.every(({ name, payload, paired }, i) => {
        const there = rivals[i];
        return there?.name === name && there.payload === payload && there.paired === paired;
      });
    return isSame ? rivals : found;
  }

  // Each picture of a run brings the run before anew, which never changes but for its differences.
  function lastTry(run: string, before: TrainingBefore): Rival {
    const key = [run, before.payload.run.id, before.payload.progress.seconds].join(' ');
    if (kept?.key !== key) kept = { key, before: before.payload };
    return { name: `run ${kept.before.run.number}`, payload: kept.before, paired: before.differences };
  }

  function asRival({ name, payload }: OtherRun): Rival {
    return { name, payload };
  }

  function drawRows(scene: Scene): Scene['room'] {
    const placedTasks = shownTasks(scene);
    while (rows.length < placedTasks.length) {
      const row = taskRow(zoomed, cursor);
      rows.push(row);
      charts.append(row.node);
    }
    for (const row of rows.splice(placedTasks.length)) {
      row.dispose();
      row.node.remove();
    }
    // One step stands at the same place in the charts of all tasks.
    const rooms = placedTasks.map((placed, i) => rows[i]?.room(scene, placed) ?? scene.room);
    const room = {
      loss: Math.max(...rooms.map(({ loss }) => loss)),
      quality: Math.max(...rooms.map(({ quality }) => quality)),
    };
    for (const [i, placed] of placedTasks.entries()) {
      const hasAxis = scene.isStacked || i === placedTasks.length - 1;
      rows[i]?.draw({ ...scene, room }, placed, hasAxis ? 'with-axis' : 'without-axis');
    }
    return room;
  }

  function zoomed(next: Zoom): void {
    zoom = next;
    shown.pictures.ask();
  }

  // The page has one keyboard for all outputs: the one that is pointed at or worked in is meant.
  const listening = new AbortController();
  document.addEventListener(
    'keydown',
    ({ key }) => {
      if (key === 'Escape' && zoom !== undefined && root.matches(':hover, :focus-within')) zoomed(undefined);
    },
    { signal: listening.signal },
  );

  return {
    ...shown.view,
    update(next) {
      const { run } = shown.payload;
      if (next.run.id !== run.id || next.run.number !== run.number) zoom = undefined;
      membership.show(next);
      shown.view.update(next);
    },
    dispose() {
      listening.abort();
      shown.view.dispose();
      membership.leave();
      for (const row of rows) row.dispose();
    },
  };
}

/** Keeps the place of the verdict, so that nothing moves when it comes. */
const toCome: Judgement = {
  tone: 'idle',
  headline: [{ text: 'The verdict comes when the run ends.' }],
  detail: [],
  more: [],
};
