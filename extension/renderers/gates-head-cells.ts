import { expertHeads, fittedName } from '../../kernel/payloads/reading/expert-heads.ts';
import { isUnused } from '../../kernel/payloads/reading/gate-words.ts';
import { element } from './element.ts';
import { type GatesScene, mapShape } from './gates-scene.ts';

/** The experts' names over a panel below the map: short, because the map has them whole. */
export function headCells(scene: GatesScene): readonly HTMLElement[] {
  const { level } = scene;
  const { cell } = mapShape(scene);
  return expertHeads(level).names.map((name, e) =>
    element(
      'div',
      {
        class: isUnused(level, e) ? 'gates-expert gates-unused' : 'gates-expert',
        'data-expert': e,
        title: level.experts[e]?.name ?? name,
        'aria-hidden': 'true',
      },
      element(
        'span',
        { class: 'gates-cut' },
        fittedName(name, () => cell >= 26),
      ),
    ),
  );
}
