import { splitsOf } from '../../../kernel/payloads/reading/metric-cells.ts';
import { qualityOf } from '../../../kernel/payloads/reading/quality.ts';
import { fraction } from '../../../kernel/text/index.ts';
import { element, setAttributes, setText, taskMarkIcon } from '../host/index.ts';
import type { OtherRun } from './page-runs.ts';
import { mostRivals, offeredMetrics, type Part, type TrainingSettings, whenChanged } from './scene.ts';

export type ControlActions = {
  readonly resetZoom: () => void;
  readonly change: (change: Partial<TrainingSettings>) => void;
  /** The runs to compare with, by their keys. */
  readonly compare: (keys: readonly string[]) => void;
  readonly save: (format: 'png' | 'svg') => void;
  readonly copy: () => Promise<void>;
};

export type Controls = Part & {
  /** ⋯ of the narrow layout, for the header. */
  readonly menuButton: HTMLElement;
  /** The switch between splits of the narrow table. */
  readonly splitSwitch: HTMLElement;
  readonly offer: (others: readonly OtherRun[], chosen: readonly string[]) => void;
};

/** Task toggles, scale, smoothing; and what moves into ⋯ at 400 px: compare, save, copy. */
export function trainingControls(actions: ControlActions): Controls {
  const tasks = element('span', { class: 'tasks', role: 'group', 'aria-label': 'Tasks' });
  const log = element('button', { type: 'button', 'aria-pressed': 'false' }, 'Log scale');
  const reset = element(
    'button',
    { type: 'button', class: 'reset', hidden: true, 'data-tip': 'All steps again (Escape)' },
    'Reset zoom',
  );
  const lastTry = element(
    'button',
    { type: 'button', 'aria-pressed': 'true', hidden: true, 'data-tip': 'The run before of this cell, in grey' },
    'Last try',
  );
  const metric = element('select', { class: 'metric', 'aria-label': 'Metric of the epochs', hidden: true });
  const slider = element('input', { type: 'range', min: 0, max: 0.99, step: 0.01, 'aria-label': 'smoothing' });
  const amount = element('span', { class: 'amount wide-only' });
  const { node: rest, menuButton, offer } = moreActions(actions);
  const splitSwitch = element('div', { class: 'splits', role: 'group', 'aria-label': 'Split' });
  const separator = element('span', { class: 'separator' });
  const node = element(
    'div',
    { class: 'controls' },
    tasks,
    separator,
    log,
    lastTry,
    metric,
    element('label', {}, 'smoothing', slider, amount),
    reset,
    element('span', { class: 'fill wide-only' }),
    rest,
  );
  const ifTasks = whenChanged();
  const ifSplits = whenChanged();
  const ifMetrics = whenChanged();
  log.addEventListener('click', () => {
    actions.change({ scale: log.getAttribute('aria-pressed') === 'true' ? 'linear' : 'logarithmic' });
  });
  reset.addEventListener('click', () => {
    actions.resetZoom();
    log.focus();
  });
  lastTry.addEventListener('click', () => {
    actions.change({ lastTry: lastTry.getAttribute('aria-pressed') !== 'true' });
  });
  metric.addEventListener('change', () => actions.change({ metric: metric.value === '' ? null : metric.value }));
  slider.addEventListener('input', () => actions.change({ smoothing: slider.valueAsNumber }));

  return {
    node,
    menuButton,
    splitSwitch,
    offer,
    draw(scene) {
      const { payload, settings, smoothing, zoom } = scene;
      reset.hidden = zoom === undefined;
      const names = payload.tasks.map(({ name }) => name);
      ifTasks(names, () =>
        tasks.replaceChildren(...(names.length < 2 ? [] : names.map((name, i) => taskButton(name, i)))),
      );
      separator.hidden = names.length < 2 || names.length > 6;
      for (const [i, button] of [...tasks.children].entries()) {
        const name = names[i] ?? '';
        setAttributes(button, { 'aria-pressed': String(!settings.hiddenTasks.has(name)) });
        if (button instanceof HTMLElement)
          button.onclick = () => actions.change({ hiddenTasks: toggled(settings.hiddenTasks, name, names) });
      }
      lastTry.hidden = payload.before === undefined;
      setAttributes(lastTry, { 'aria-pressed': String(settings.lastTry) });
      const offered = offeredMetrics(scene);
      const usual = [...new Set(payload.tasks.map(({ kind }) => qualityOf(kind).name))].join(' or ');
      ifMetrics([usual, ...offered], () => {
        const options = offered.map((name) => element('option', { value: name }, name));
        metric.replaceChildren(element('option', { value: '' }, usual), ...options);
      });
      metric.hidden = offered.length === 0;
      if (metric.value !== (scene.metric ?? '')) metric.value = scene.metric ?? '';
      setAttributes(log, { 'aria-pressed': String(settings.scale === 'logarithmic') });
      if (slider.valueAsNumber !== smoothing) slider.value = String(smoothing);
      setText(amount, smoothing === 0 ? '0' : fraction(smoothing, 2));
      const splits = splitsOf(payload).map(({ name }) => name);
      ifSplits(splits, () => {
        const buttons = splits.map((name) => element('button', { type: 'button', 'data-split': name }, name));
        for (const [i, button] of buttons.entries())
          button.onclick = () => actions.change({ split: splits[i] ?? 'train' });
        splitSwitch.replaceChildren(...buttons);
        splitSwitch.hidden = splits.length < 2;
      });
      const shown = splits.includes(settings.split) ? settings.split : splits[0];
      for (const button of splitSwitch.children) {
        setAttributes(button, { 'aria-pressed': String(button.getAttribute('data-split') === shown) });
      }
    },
  };
}

function taskButton(name: string, position: number): HTMLElement {
  return element(
    'button',
    { type: 'button' },
    taskMarkIcon(position),
    element('span', { class: 'task-name', title: name }, name),
  );
}

/** At least one task stays: the last one cannot be hidden. */
function toggled(hidden: ReadonlySet<string>, name: string, all: readonly string[]): ReadonlySet<string> {
  const next = new Set(hidden);
  if (!next.delete(name)) next.add(name);
  return all.every((each) => next.has(each)) ? hidden : next;
}

function moreActions(actions: ControlActions) {
  const select = element('select', { 'aria-label': 'Compare with another run' });
  const compared = element('span', { class: 'compared' });
  const png = element('button', { type: 'button' }, 'Save PNG');
  const svg = element('button', { type: 'button', 'aria-label': 'Save SVG' }, 'SVG');
  const copy = element('button', { type: 'button', class: 'copy' }, 'Copy CSV');
  const menuButton = element(
    'button',
    { type: 'button', class: 'menu', 'aria-expanded': 'false', 'aria-label': 'More: compare, save, copy' },
    '⋯',
  );
  const separator = element('span', { class: 'separator' });
  const node = element(
    'span',
    { class: 'more', role: 'group', 'aria-label': 'Compare, save, copy' },
    compared,
    select,
    separator,
    png,
    svg,
    copy,
  );

  menuButton.addEventListener('click', () => {
    const isOpen = menuButton.getAttribute('aria-expanded') !== 'true';
    setAttributes(menuButton, { 'aria-expanded': String(isOpen) });
    node.classList.toggle('open', isOpen);
  });
  png.addEventListener('click', () => actions.save('png'));
  svg.addEventListener('click', () => actions.save('svg'));
  copy.addEventListener('click', async () => {
    const done = await actions.copy().then(
      () => 'Copied',
      () => 'Not copied',
    );
    setText(copy, done);
    setTimeout(() => setText(copy, 'Copy CSV'), 1500);
  });

  const ifOffered = whenChanged();
  function offer(others: readonly OtherRun[], chosen: readonly string[]): void {
    const names = others.map(({ key, name, payload: { run } }) => `${key} ${name} · ${run.title}`);
    ifOffered([...names, '', ...chosen], () => {
      const [there, left] = [others.filter(isChosen), others.filter((other) => !isChosen(other))];
      const options = left.map(({ key, name, payload: { run } }) =>
        element('option', { value: key }, `${name} · ${run.title}`),
      );
      const isFull = there.length >= mostRivals;
      const head =
        others.length === 0
          ? 'No other run here'
          : isFull
            ? `At most ${mostRivals} runs`
            : there.length === 0
              ? 'Compare with…'
              : 'And with…';
      select.replaceChildren(element('option', { value: '' }, head), ...(isFull ? [] : options));
      select.disabled = isFull || left.length === 0;
      compared.replaceChildren(...there.map(stopButton));
    });

    function isChosen({ key }: OtherRun): boolean {
      return chosen.includes(key);
    }

    function stopButton({ key, name }: OtherRun): HTMLElement {
      const words = `Stop comparing with ${name}`;
      const button = element('button', { type: 'button', 'aria-label': words, 'data-tip': words }, `${name} ✕`);
      button.onclick = () => {
        actions.compare(chosen.filter((each) => each !== key));
        select.focus();
      };
      return button;
    }

    select.onchange = () => {
      if (select.value !== '') actions.compare([...chosen, select.value]);
    };
  }
  return { node, menuButton, offer };
}
