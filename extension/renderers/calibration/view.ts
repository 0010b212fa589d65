import type { CalibrationPayload } from '../../../kernel/payloads/calibration.ts';
import { calibrationFacts, calibrationLegend } from '../../../kernel/payloads/reading/reports/calibration-words.ts';
import { copyText, element, follow, reportHead, savePicture, type Theme, type View } from '../host/index.ts';
import { calibrationCsv } from './csv.ts';
import { calibrationPanel } from './panel.ts';

/** Whether what each task predicts is what happens: a panel a task, as many beside each other as find room. */
export function calibrationView(
  root: HTMLElement,
  firstTheme: Theme,
  first: CalibrationPayload,
): View<CalibrationPayload> {
  const shown = follow(root, firstTheme, first, draw);
  const head = reportHead('Calibration', {
    save: (format) => void savePicture(root, `calibration ${shown.payload.title}`, format),
    copy: () => copyText(root, calibrationCsv(shown.payload)),
  });
  const panels = element('div', { class: 'calibration-panels' });
  const more = element('div', { class: 'small dim' });
  root.append(head.node, panels, more, element('div', { class: 'calibration-legend small dim' }, calibrationLegend));
  let drawn: { readonly payload: CalibrationPayload; readonly width: number } | undefined;

  function draw(): void {
    const { payload, width } = shown;
    // Colours are variables: a theme needs no new drawing.
    if (width <= 0 || (drawn?.payload === payload && drawn.width === width)) return;
    drawn = { payload, width };
    head.draw(calibrationFacts(payload));
    const { tasks } = payload;
    const columns = Math.max(1, Math.min(tasks.length, Math.floor((width + gap) / (leastPanel + gap))));
    panels.style.setProperty('--columns', String(columns));
    const room = Math.min(mostPanel, (width - gap * (columns - 1)) / columns);
    panels.replaceChildren(...tasks.map((task, i) => calibrationPanel(task, i, room)));
    more.textContent = payload.more > 0 ? `${payload.more} more tasks are not drawn.` : '';
  }

  return shown.view;
}

/** Pixels; the gap is that of the style sheet. */
const leastPanel = 230;
const mostPanel = 340;
const gap = 24;
