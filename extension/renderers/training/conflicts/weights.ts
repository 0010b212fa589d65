import { taskMark } from '../../../../kernel/payloads/marks.ts';
import {
  balancedBy,
  lastWeights,
  weightsPath,
  weightsScale,
} from '../../../../kernel/payloads/reading/conflicts/weights.ts';
import { element, setAttributes, setText, svgElement, taskMarkIcon } from '../../host/index.ts';
import { type Part, whenChanged } from '../scene.ts';
import { stripPlace } from './place.ts';

const height = 72;

/** The weights that a balancing method gave the tasks, step by step, below the loss charts. */
export function weightsPanel(): Part {
  const method = element('span', { class: 'dim small' });
  const drawing = svgElement('svg', { role: 'img', height });
  const end = element('div', { class: 'weight-end' });
  const name = element('div', { class: 'weight-name' }, 'Weights of tasks', method);
  const row = element(
    'div',
    { class: 'conflict-row' },
    name,
    element('div', { class: 'conflict-strip' }, drawing),
    end,
  );
  const node = element('section', { class: 'task-weights', 'aria-label': 'Weights of the tasks', hidden: true }, row);
  const ifChanged = whenChanged();
  return {
    node,
    draw(scene) {
      const { payload, theme, zoom, axis, width, room } = scene;
      const { weights, run, progress } = payload;
      node.hidden = weights === undefined;
      if (weights === undefined) return;
      ifChanged([run.id, progress.step, theme, zoom, axis.unit, axis.steps, width, room.loss], () => {
        const place = stripPlace(scene);
        const scale = weightsScale(weights);
        const y = (value: number) => 6 + (height - 12) * (1 - (value - scale.low) / (scale.high - scale.low || 1));
        const x = (step: number) => Math.max(0, Math.min(place.width, place.x(step)));
        const last = lastWeights(payload);
        setText(method, balancedBy(payload));
        setAttributes(method, { title: balancedBy(payload) });
        setAttributes(drawing, {
          width: place.width,
          'aria-label': `Weights of the tasks at the last step: ${last.map(({ words }) => words).join(', ')}`,
        });
        drawing.style.marginLeft = `${place.left}px`;
        drawing.replaceChildren(
          ...scale.ticks.flatMap(({ at, text }) => [
            svgElement('path', { class: 'conflict-zero', d: `M0 ${y(at)}H${place.width}` }),
            svgElement('text', { class: 'conflict-tick', x: -6, y: y(at) + 4, 'text-anchor': 'end' }, text),
          ]),
          ...weights.mean.map((_, task) =>
            svgElement('path', {
              d: weightsPath(weights, task, progress.step, { x, y }),
              stroke: theme.hues[taskMark(task).hue],
            }),
          ),
        );
        end.replaceChildren(
          ...last.map(({ task, name, value, words }) =>
            element(
              'span',
              { title: words },
              taskMarkIcon(task),
              element('span', { class: 'weight-task' }, name),
              ` ${value}`,
            ),
          ),
        );
      });
    },
  };
}
