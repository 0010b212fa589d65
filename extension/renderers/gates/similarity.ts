import type { GatesLevel } from '../../../kernel/payloads/gates.ts';
import { expertHeads, fittedName } from '../../../kernel/payloads/reading/gates/expert-heads.ts';
import { cellInks, similarityTint } from '../../../kernel/payloads/reading/gates/look.ts';
import { definitions } from '../../../kernel/payloads/reading/gates/measures.ts';
import { closestExperts } from '../../../kernel/payloads/reading/gates/words.ts';
import { weight } from '../../../kernel/text/index.ts';
import { element } from '../host/index.ts';
import type { GatesPart, GatesScene } from './scene.ts';
import { similarOrder } from './similar-order.ts';

/** Linear CKA of each two experts: a lower triangle with the values from .50 up, or a small matrix for many experts. */
export function gatesSimilarity(): GatesPart {
  const title = element('b', { tabindex: 0, 'data-tip': definitions.similarity }, 'Expert similarity');
  const words = element('span', { class: 'small dim' });
  const grid = element('div', { class: 'gates-similarity-grid', role: 'img' });
  const node = element(
    'div',
    { class: 'gates-similarity' },
    element('div', { class: 'gates-chart-title' }, title, words),
    grid,
  );
  return {
    node,
    draw(scene) {
      const { level } = scene;
      const isLarge = level.experts.length > 24;
      words.textContent = isLarge
        ? 'how alike they compute (linear CKA), like ones together'
        : 'how alike they compute: linear CKA, ≥\u00a0.50 shown';
      grid.setAttribute('aria-label', sentence(level));
      grid.classList.toggle('gates-dense', isLarge);
      node.style.width = `${similarityWidth(level)}px`;
      grid.style.setProperty('--names', `${namesWidth(level)}px`);
      grid.style.setProperty('--cell', `${cellSize(level)}px`);
      grid.replaceChildren(...(isLarge ? matrix(scene) : triangle(scene)));
    },
  };
}

/** Only what fits between two rows: a number. */
function diagonalName(name: string): string {
  const short = fittedName(name, () => false);
  return short.length <= 4 ? short : '';
}

/** Long names need room beside the triangle. */
export function similarityWidth(level: GatesLevel): number {
  return (
    namesWidth(level) + Math.max(194, level.experts.length > 24 ? 0 : level.experts.length * (cellSize(level) + 1) + 24)
  );
}

function namesWidth({ experts }: GatesLevel): number {
  return experts.some(({ label }) => label.length > 4) ? 76 : 26;
}

function cellSize({ experts }: GatesLevel): number {
  return Math.max(11, Math.min(21, Math.floor(170 / Math.max(1, experts.length)) - 1));
}

function triangle(scene: GatesScene): readonly HTMLElement[] {
  const { level } = scene;
  const { experts, similarity } = level;
  const { names } = expertHeads(level);
  const rows = similarity.cka.map((row, i) =>
    element(
      'div',
      { class: 'gates-similarity-row' },
      element(
        'span',
        { class: 'gates-similarity-name small dim gates-cut', title: experts[i]?.name ?? '' },
        experts[i]?.label ?? '',
      ),
      ...row.slice(0, i).map((value, j) => similarityCell(scene, value, i, j)),
      element('span', { class: 'gates-similarity-number small dim' }, diagonalName(names[i] ?? '')),
    ),
  );
  return rows;
}

function similarityCell({ level, theme }: GatesScene, value: number | null, i: number, j: number): HTMLElement {
  const tint = similarityTint(value ?? 0, theme);
  const cell = element(
    'span',
    { class: 'gates-similarity-cell', 'data-tip': pairTip(level, value, i, j) },
    value !== null && value >= 0.5 && cellSize(level) >= 19 ? weight(value, 2) : '',
  );
  cell.style.background = tint;
  cell.style.color = cellInks(tint, theme).ink;
  return cell;
}

/** 200 px for any number of experts, without names: blocks of like experts show. */
function matrix(scene: GatesScene): readonly HTMLElement[] {
  const { level, theme } = scene;
  const { cka } = level.similarity;
  const at = (i: number, j: number) => cka[Math.max(i, j)]?.[Math.min(i, j)] ?? null;
  const order = similarOrder(level.experts.length, (i, j) => at(i, j) ?? 0);
  return order.map((i) =>
    element(
      'div',
      { class: 'gates-similarity-row' },
      ...order.map((j) => {
        const cell = element('span', { class: 'gates-similarity-cell', 'data-tip': pairTip(level, at(i, j), i, j) });
        cell.style.background = similarityTint(at(i, j) ?? 0, theme);
        return cell;
      }),
    ),
  );
}

function pairTip({ experts, similarity }: GatesLevel, value: number | null, i: number, j: number): string {
  const cosine = similarity.cosine?.[Math.max(i, j)]?.[Math.min(i, j)];
  const more = cosine == null ? '' : `, cosine of outputs ${weight(cosine, 2)}`;
  return `${experts[j]?.label} and ${experts[i]?.label}: CKA ${weight(value, 2)}${more}`;
}

function sentence(level: GatesLevel): string {
  const closest = closestExperts(level);
  return closest === undefined
    ? 'Similarity of experts: no two used experts have a CKA of .50 or more.'
    : `Similarity of experts: ${closest.labels.join(' and ')} are most alike, CKA ${weight(closest.cka, 2)}.`;
}
