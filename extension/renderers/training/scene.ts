import type { SplitName } from '../../../kernel/payloads/reading/metric-cells.ts';
import { chosenMetrics } from '../../../kernel/payloads/reading/quality.ts';
import { rowHeight } from '../../../kernel/payloads/reading/row-height.ts';
import type { RunAxis } from '../../../kernel/payloads/reading/run-axis.ts';
import type { Stretch } from '../../../kernel/payloads/reading/training-scales.ts';
import type { TrainingPayload, TrainingTask } from '../../../kernel/payloads/training.ts';
import type { PairedDifference } from '../../../kernel/payloads/training-before.ts';
import type { Preferences, Theme } from '../host/index.ts';
import type { Zoom } from '../plotly/index.ts';

/** Everything a drawing depends on. Parts of the view get the scene and change their nodes in place. */
export type Scene = {
  readonly payload: TrainingPayload;
  /** The runs it is compared with, at most `mostRivals`. */
  readonly rivals: readonly Rival[];
  readonly settings: TrainingSettings;
  /** That of the settings, or the usual one. */
  readonly smoothing: number;
  /** What the charts of quality show: a metric that was asked for, or undefined, AUC and RMSE. */
  readonly metric: string | undefined;
  readonly axis: RunAxis;
  /** The shown part of the axis, in its unit. */
  readonly zoom: Zoom;
  /** Pixels for the words beside the charts of loss and of quality, the same for all tasks. */
  readonly room: { readonly loss: number; readonly quality: number };
  readonly theme: Theme;
  /** Content width in CSS pixels. */
  readonly width: number;
  readonly isStacked: boolean;
};

/** A run that this one is compared with. */
export type Rival = {
  readonly payload: TrainingPayload;
  /** What tells it from the others, e.g. "run 3". */
  readonly name: string;
  /** Differences on the same validation rows, where they are known. */
  readonly paired?: readonly PairedDifference[] | undefined;
};

export function payloadsOf(rivals: readonly Rival[]): readonly TrainingPayload[] {
  return rivals.map(({ payload }) => payload);
}

/** More grey lines than these cannot be told apart by their dashes. */
export const mostRivals = 4;

/** The dashes of each compared run, in pixels, as Plotly and SVG take them. */
export const rivalDashes = ['5px,3px', '2px,3px', '9px,3px', '9px,3px,2px,3px'] as const;

/** What is zoomed into, in steps. */
export function stretchOf({ axis, zoom }: Pick<Scene, 'axis' | 'zoom'>): Stretch | undefined {
  return zoom && { from: axis.stepAt(zoom[0]), to: axis.stepAt(zoom[1]) };
}

/** What the person at the screen chose. */
export type TrainingSettings = Preferences & {
  readonly hiddenTasks: ReadonlySet<string>;
  /** The split a narrow table shows. */
  readonly split: SplitName;
  /** The metric of the charts of quality: null for AUC and RMSE, undefined before anything was chosen. */
  readonly metric: string | null | undefined;
};

/** A part of the view; `draw` is cheap when nothing it shows has changed. */
export type Part = {
  readonly node: HTMLElement;
  readonly draw: (scene: Scene) => void;
  readonly dispose?: () => void;
};

/** A task with its place in the run: hue and shape belong to the place and stay when others are hidden. */
export type PlacedTask = { readonly task: TrainingTask; readonly position: number };

export function shownTasks({ payload, settings }: Pick<Scene, 'payload' | 'settings'>): readonly PlacedTask[] {
  const all = payload.tasks.map((task, position) => ({ task, position }));
  const shown = all.filter(({ task }) => !settings.hiddenTasks.has(task.name));
  return shown.length > 0 ? shown : all;
}

/** Sizes of the visual language, in CSS pixels. */
export const columns = { label: 136, quality: 268, gap: 16 } as const;

/** With many tasks the charts are sparklines: lines alone, with the best epoch and the last value. */
export function hasSparklines(scene: Pick<Scene, 'payload' | 'settings'>): boolean {
  return rowHeight(shownTasks(scene).length) <= 40;
}

/** Metrics to choose from beside AUC and RMSE. */
export function offeredMetrics(scene: Pick<Scene, 'payload' | 'settings'>): readonly string[] {
  return hasSparklines(scene) ? [] : chosenMetrics(scene.payload);
}

/** What the person chose, else what early stopping judges by. */
export function shownMetric(scene: Pick<Scene, 'payload' | 'settings'>): string | undefined {
  const { payload, settings } = scene;
  const wanted = settings.metric === undefined ? payload.run.judgedBy : (settings.metric ?? undefined);
  return offeredMetrics(scene).find((each) => each === wanted);
}

export function chartWidths({ width, isStacked }: Scene): { readonly loss: number; readonly quality: number } {
  if (isStacked) return { loss: width, quality: width };
  return { loss: width - columns.label - columns.quality - 2 * columns.gap, quality: columns.quality };
}

/** Runs `work` only when one of the values it depends on has changed since the last time. */
export function whenChanged(): (values: readonly unknown[], work: () => void) => void {
  let last: readonly unknown[] | undefined;
  return (values, work) => {
    if (last?.length === values.length && values.every((value, i) => Object.is(value, last?.[i]))) return;
    last = values;
    work();
  };
}
