import { type GateAnswer, parseGateAnswer } from '../../../kernel/payloads/gate-questions.ts';
import type { GatesPayload } from '../../../kernel/payloads/gates.ts';
import { judgementOfGates } from '../../../kernel/payloads/reading/judgement.ts';
import {
  type Ask,
  copyText,
  element,
  follow,
  keepFocus,
  savePicture,
  stackedWidth,
  type Theme,
  type View,
  verdictBlock,
} from '../host/index.ts';
import { gatesConflict } from './conflict.ts';
import { gatesCsv } from './csv.ts';
import { gatesDetails } from './details.ts';
import { gatesExplanation } from './explanation.ts';
import { gatesHeader } from './header.ts';
import { highlightExperts } from './highlight.ts';
import { gatesHistograms, hasHistograms } from './histograms.ts';
import { gatesLevels } from './levels.ts';
import { gatesMap } from './map.ts';
import { gatesAnswers } from './questions/answers.ts';
import type { Pointed } from './questions/asked.ts';
import { listenForQuestions } from './questions/listen.ts';
import type { GatesScene, GatesSettings } from './scene.ts';

/** The gate report: what is so, the map of tasks and experts, weight per row, and behind **More** the rest. */
export function gatesView(
  root: HTMLElement,
  firstTheme: Theme,
  first: GatesPayload,
  ask: Ask | undefined,
): View<GatesPayload> {
  const shown = follow(root, firstTheme, first, draw);
  let drawn: readonly unknown[] = [];
  let settings: GatesSettings = {
    isOpen: false,
    level: undefined,
    segmentation: 0,
    gate: 0,
    order: 'weight',
    isExplained: false,
    asked: undefined,
  };
  const change = (next: Partial<GatesSettings>) => {
    settings = { ...settings, ...next };
    shown.pictures.now();
  };

  const header = gatesHeader({
    save: (format) => void savePicture(root, `gates ${shown.payload.title}`, format),
    copy: () => copyText(root, gatesCsv(shown.payload)),
    explain: () => change({ isExplained: !settings.isExplained }),
  });
  const verdict = verdictBlock((text) => copyText(root, text), ['warning', 'error']);
  const levels = gatesLevels(change);
  const map = gatesMap();
  const conflict = gatesConflict();
  const histograms = gatesHistograms();
  const details = gatesDetails(change);
  const explanation = gatesExplanation();
  const answers = gatesAnswers();
  const rest = element(
    'div',
    {},
    explanation.node,
    levels.node,
    map.node,
    conflict.node,
    histograms.node,
    answers.node,
    details.node,
  );
  const whole = element('div', { class: 'gates' }, header.node, verdict.node, rest);
  root.append(whole);
  const stopHighlight = highlightExperts(root);
  const stopListening = listenForQuestions(rest, question);

  function question(pointed: Pointed): boolean {
    const { id } = shown.payload;
    const level = shownLevel();
    if (ask === undefined || id === undefined || level === undefined) return false;
    const said = (answer: GateAnswer) => change({ asked: { level: level.level, pointed, answer } });
    // Asked before: it is there, and the same rows give the same numbers.
    if (pointed.kind === 'without' && level.experts[pointed.expert]?.without !== undefined) return true;
    said({ state: 'works' });
    ask({ ...pointed, report: id, level: level.level }, (answer) => {
      const parsed = parseGateAnswer(answer);
      said(parsed.ok ? parsed.value : { state: 'refused', words: parsed.reason });
    });
    return true;
  }

  /** What the gravest alarm is about, unless the person chose; else the level nearest the tasks. */
  function shownLevel(): GatesScene['level'] | undefined {
    const { payload } = shown;
    const wanted = settings.level ?? payload.verdict.level;
    return payload.levels.find((each) => each.level === wanted) ?? payload.levels.at(-1);
  }

  function draw(): void {
    const now = [shown.payload, settings, shown.theme, shown.width];
    if (shown.width <= 0 || now.every((value, i) => value === drawn[i])) return;
    drawn = now;
    keepFocus(root, drawParts);
  }

  function drawParts(): void {
    const { payload, theme, width } = shown;
    verdict.draw(judgementOfGates(payload.verdict));
    const level = shownLevel();
    const asks = ask !== undefined && payload.id !== undefined;
    whole.dataset.asks = String(asks);
    rest.hidden = level === undefined;
    if (level === undefined) {
      header.draw({ payload, level: nothing, settings, theme, width, isStacked: width <= stackedWidth, asks });
      return;
    }
    const scene: GatesScene = { payload, level, settings, theme, width, isStacked: width <= stackedWidth, asks };
    for (const part of [header, explanation, levels, map, conflict, answers, details]) part.draw(scene);
    // In a narrow output they wait behind More: the first glance must fit.
    histograms.node.hidden = scene.isStacked || !hasHistograms(scene);
    if (!histograms.node.hidden) histograms.draw(scene);
  }

  return {
    ...shown.view,
    dispose() {
      shown.view.dispose();
      stopHighlight();
      stopListening();
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
