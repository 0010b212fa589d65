import {
  searchFacts,
  searchLegend,
  searchProgress,
  searchStates,
  searchVerdict,
} from '../../../kernel/payloads/reading/reports/search-words.ts';
import type { SearchPayload } from '../../../kernel/payloads/search.ts';
import {
  copyText,
  element,
  follow,
  keepFocus,
  progressLine,
  reportHead,
  savePicture,
  setText,
  type Theme,
  type View,
} from '../host/index.ts';
import { searchChartPart } from './chart.ts';
import { searchCsv } from './csv.ts';
import { searchTablePart } from './table.ts';

/** A search: what was found, how far it is, parallel axes with a line a trial, and the best trials as a table. */
export function searchView(root: HTMLElement, firstTheme: Theme, first: SearchPayload): View<SearchPayload> {
  const shown = follow(root, firstTheme, first, draw);
  const head = reportHead('Search', {
    save: (format) => void savePicture(root, 'search', format),
    copy: () => copyText(root, searchCsv(shown.payload)),
  });
  const verdict = element('div', { class: 'report-verdict', role: 'status' });
  const progress = progressLine();
  const chart = searchChartPart();
  const table = searchTablePart(chart.point);
  const legend = element('div', { class: 'search-legend small dim' }, searchLegend);
  root.append(element('div', { class: 'search' }, head.node, verdict, progress.node, chart.node, legend, table.node));

  function draw(): void {
    if (shown.width > 0) keepFocus(root, drawParts);
  }

  function drawParts(): void {
    const { payload, theme, width } = shown;
    head.draw(searchFacts(payload));
    setText(verdict, searchVerdict(payload));
    const { done, of } = payload.rung;
    const isRunning = payload.state === 'running';
    progress.draw({ done, of, isRunning, words: searchProgress(payload), running: searchStates(payload) });
    chart.draw(payload, theme, width);
    table.draw(payload);
  }

  return shown.view;
}
