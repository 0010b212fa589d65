import { taskMark } from '../../../../kernel/payloads/marks.ts';
import { labelledScale } from '../../../../kernel/payloads/reading/scale.ts';
import {
  type ComparedTask,
  comparedSentence,
  curveRange,
  lossCurve,
  paceOf,
  qualityCurve,
} from '../../../../kernel/payloads/runs/index.ts';
import { comparisonTask } from '../../comparison/task.ts';
import { element, setText, stackedWidth } from '../../host/index.ts';
import { type ChartLine, runsChart } from './chart.ts';
import type { PlotScene } from './scene.ts';

export type PlotTask = {
  readonly node: HTMLElement;
  readonly draw: (scene: PlotScene, task: ComparedTask) => void;
};

const gap = 16;
const qualityShare = 0.42;

/** One task of the selected runs: the losses, what it is judged by, and the differences to the first run. */
export function plotTask(place: number): PlotTask {
  const title = element('h2', { class: 'runs-task' });
  const loss = runsChart(`loss-${place}`);
  const quality = runsChart(`quality-${place}`);
  const [lossTitle, qualityTitle] = [caption(), caption()];
  const differences = comparisonTask((place) => taskMark(place).hue);
  const node = element(
    'section',
    {},
    title,
    element(
      'div',
      { class: 'runs-charts' },
      element('div', {}, lossTitle, loss.node),
      element('div', {}, qualityTitle, quality.node),
    ),
    differences.node,
  );
  return {
    node,
    draw(scene, compared) {
      const { drawn, width } = scene;
      const { task, metric, split, rows } = compared;
      setText(title, task);
      const all = drawn.flatMap(({ payloads }) => payloads);
      const by = paceOf(all);
      const isStacked = width <= stackedWidth;
      const qualityWidth = isStacked ? width : Math.round((width - gap) * qualityShare);
      const lossWidth = isStacked ? width : width - gap - qualityWidth;
      const lines = (of: 'loss' | 'quality'): readonly ChartLine[] =>
        drawn.map(({ name, payloads }, place) => ({
          name,
          place,
          curve: of === 'loss' ? lossCurve(payloads, task, by, Math.max(100, lossWidth)) : qualityCurve(payloads, task),
        }));
      const [losses, qualities] = [lines('loss'), lines('quality')];
      const ends = (each: readonly ChartLine[]) => each.map(({ curve }) => curve?.x.at(-1) ?? 0);
      const scaleOf = (of: 'loss' | 'quality') => {
        const range = curveRange(all, task, of);
        return range && labelledScale(range, 4);
      };
      const hasBand = losses.some(({ curve }) => curve?.band !== undefined);
      const band = hasBand ? ', band: min–max over seeds' : '';
      setText(lossTitle, `Smoothed training loss by ${by}${band}`);
      const whisker = qualities.some(({ curve }) => curve?.half?.some((half) => half > 0)) ? ', whisker: 95 %' : '';
      const judged = split === 'validation' ? 'Validation' : 'Train';
      setText(qualityTitle, `${judged} ${metric} by epoch${band}${whisker}`);
      loss.draw({
        lines: losses,
        scale: scaleOf('loss'),
        from: 0,
        to: Math.max(1, ...ends(losses)),
        by,
        hasMarks: false,
        width: lossWidth,
        sentence: `Smoothed training loss of ${task} by ${by}, ${drawn.map(({ name }) => name).join(', ')}`,
      });
      quality.draw({
        lines: qualities,
        scale: scaleOf('quality'),
        from: 0.5,
        to: Math.max(1, ...ends(qualities)) + 0.5,
        by: 'epoch',
        hasMarks: true,
        width: qualityWidth,
        sentence: `${judged} ${comparedSentence(compared)}`,
      });
      differences.node.hidden = rows.length < 2;
      differences.draw({
        title: `${task} · ${judged.toLowerCase()} ${metric}${metric === 'RMSE' ? ', less is better' : ''}, difference to ${rows.find(({ judgement }) => judgement === 'baseline')?.candidate ?? ''}`,
        rows,
        width,
      });
    },
  };
}

function caption(): HTMLElement {
  return element('div', { class: 'runs-caption small dim' });
}
