import type { GatesPayload } from '../../../kernel/payloads/gates.ts';
import {
  copyText,
  element,
  follow,
  keepFocus,
  savePicture,
  stackedWidth,
  type Theme,
  type View,
} from '../host/index.ts';
import { gatesCsv } from './csv.ts';
import { gatesDetails } from './details.ts';
import { gatesHeader } from './header.ts';
import { highlightExperts } from './highlight.ts';
import { gatesHistograms, hasHistograms } from './histograms.ts';
import { gatesLevels } from './levels.ts';
import { gatesMap } from './map.ts';
import type { GatesScene, GatesSettings } from './scene.ts';
import { gatesVerdict } from './verdict.ts';

/** The gate report: what is so, the map of tasks and experts, weight per row, and behind **More** the rest. */
export function gatesView(root: HTMLElement, firstTheme: Theme, first: GatesPayload): View<GatesPayload> {
  const shown = follow(root, firstTheme, first, draw);
  let drawn: readonly unknown[] = [];
  let settings: GatesSettings = { isOpen: false, level: undefined, segmentation: 0, gate: 0, order: 'weight' };
  const change = (next: Partial<GatesSettings>) => {
    settings = { ...settings, ...next };
    shown.pictures.now();
  };

  const header = gatesHeader({
    save: (format) => void savePicture(root, `gates ${shown.payload.title}`, format),
    copy: () => copyText(root, gatesCsv(shown.payload)),
  });
  const verdict = gatesVerdict((text) => copyText(root, text));
  const levels = gatesLevels(change);
  const map = gatesMap();
  const histograms = gatesHistograms();
  const details = gatesDetails(change);
  const rest = element('div', {}, levels.node, map.node, histograms.node, details.node);
  root.append(element('div', { class: 'gates' }, header.node, verdict.node, rest));
  const stopHighlight = highlightExperts(root);

  function draw(): void {
    const now = [shown.payload, settings, shown.theme, shown.width];
    if (shown.width <= 0 || now.every((value, i) => value === drawn[i])) return;
    drawn = now;
    keepFocus(root, drawParts);
  }

  function drawParts(): void {
    const { payload, theme, width } = shown;
    verdict.draw(payload.verdict);
    // What the gravest alarm is about, unless the person chose; else the level nearest the tasks.
    const wanted = settings.level ?? payload.verdict.level;
    const level = payload.levels.find((each) => each.level === wanted) ?? payload.levels.at(-1);
    rest.hidden = level === undefined;
    if (level === undefined) {
      header.draw({ payload, level: nothing, settings, theme, width, isStacked: width <= stackedWidth });
      return;
    }
    const scene: GatesScene = { payload, level, settings, theme, width, isStacked: width <= stackedWidth };
    for (const part of [header, levels, map, details]) part.draw(scene);
    // In a narrow output they wait behind More: the first glance must fit.
    histograms.node.hidden = scene.isStacked || !hasHistograms(scene);
    if (!histograms.node.hidden) histograms.draw(scene);
  }

  return {
    ...shown.view,
    dispose() {
      shown.view.dispose();
      stopHighlight();
    },
  };
}

const nothing: GatesScene['level'] = {
  level: 0,
  experts: [],
  gates: [],
  pairs: [],
  similarity: { cka: [] },
  segmentations: [],
};
