import type { GatesPayload } from '../../payloads/gates.ts';
import { reportFacts } from '../../payloads/reading/gates/words.ts';
import { fitted, textWidth, wrapped } from '../../payloads/reading/text-width.ts';
import { label, pieces } from '../label.ts';
import { light } from '../light.ts';
import { type Svg, svg } from '../svg.ts';

type Block = { readonly svg: Svg; readonly height: number };

/** What the report is about: name and facts, on one line when they fit. */
export function gatesTitle(payload: GatesPayload, left: number, right: number, top: number): Block {
  const facts = [payload.title, ...reportFacts(payload)].join(' · ');
  const name = 'Gate report';
  const before = textWidth(name, 14, 600) + 12;
  if (before + textWidth(facts) <= right - left) {
    const line = pieces(left, top + 15, [
      { text: name, weight: 600, size: 14 },
      { text: facts, fill: light.dim, gap: 10 },
    ]);
    return { svg: line, height: 22 };
  }
  const under = wrapped(facts, right - left, 12, 3);
  return {
    svg: [
      label(left, top + 15, name, { size: 14, weight: 600 }),
      ...under.map((line, i) => label(left, top + 33 + 16 * i, line, { fill: light.dim })),
    ].join(''),
    height: 24 + 16 * under.length,
  };
}

/** A heading over a level's panels. */
export function levelHeading(text: string, left: number, right: number, top: number): Block {
  return {
    svg: [
      svg('path', { d: `M${left} ${top + 0.5}H${right}`, stroke: light.hairline }),
      label(left, top + 19, fitted(text, right - left, 12, 600), { weight: 600 }),
    ].join(''),
    height: 28,
  };
}
