import { expertHeads, fittedName } from '../../../kernel/payloads/reading/gates/expert-heads.ts';
import { isUnused } from '../../../kernel/payloads/reading/gates/expert-use.ts';
import type { MapLevel } from '../../../kernel/payloads/reading/gates/map-level.ts';
import { element } from '../host/index.ts';
import { type MapPlace, mapShape } from './scene.ts';

/** The experts' names over a panel below the map, under their owners. */
export function headCells(place: MapPlace): readonly HTMLElement[] {
  const { level, isStacked } = place;
  const { cell } = mapShape(place);
  const first = isStacked ? 1 : 2;
  // Where a name is wider than its column, only every so manieth is written.
  const every = cell >= 22 ? 1 : Math.ceil(30 / cell);
  const names = expertHeads(level).names.map((name, e) => {
    const node = element(
      'div',
      {
        class: `gates-expert${isUnused(level, e) ? ' gates-unused' : ''}${every > 1 ? ' gates-sparse' : ''}`,
        'data-expert': e,
        title: level.experts[e]?.name ?? name,
        'aria-hidden': 'true',
      },
      element(
        'span',
        { class: 'gates-cut' },
        e % every === 0 && e + every <= level.experts.length ? fittedName(name, () => cell >= 26 || every > 1) : '',
      ),
    );
    node.style.gridColumn = String(e + first);
    return node;
  });
  const owners = ownerCells(level, first);
  for (const owner of owners) owner.setAttribute('aria-hidden', 'true');
  return [...owners, ...names];
}

/** Owners over the names of neighbouring experts, with the column in which the first expert stands. */
export function ownerCells(level: MapLevel, first: number): readonly HTMLElement[] {
  return expertHeads(level).groups.map(({ text, from, to }) => {
    const owner = element('div', { class: 'gates-owner small dim', title: text }, text);
    owner.style.gridColumn = `${from + first} / span ${to - from + 1}`;
    return owner;
  });
}
