import type { GatesPayload } from '../../payloads/gates.ts';
import { reportFacts } from '../../payloads/reading/gates/words.ts';
import { fitted, textWidth, wrapped } from '../../payloads/reading/text-width.ts';
import type { Remark } from '../../payloads/remark.ts';
import { label, pieces } from '../label.ts';
import { light } from '../light.ts';
import { paragraph } from '../paragraph.ts';
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

/** The verdict, the picture's only filled block; further alarms follow in it, each with its remedy. */
export function gatesVerdict({ verdict }: GatesPayload, left: number, right: number, top: number): Block {
  const isAlarm = verdict.state === 'alarm';
  const width = right - left - 40 - 12;
  let y = top + 20;
  const remark = ({ headline, detail }: Remark) => {
    const first = paragraph(headline, { x: left + 40, y, width, leading: 18 }, { size: 13 });
    y += 18 * first.lines;
    const second =
      detail.length === 0
        ? { svg: '', lines: 0 }
        : paragraph(
            detail,
            { x: left + 40, y, width, leading: 16 },
            { size: 12, fill: isAlarm ? light.foreground : light.dim },
          );
    y += 16 * second.lines + 4;
    return first.svg + second.svg;
  };
  const text = [verdict, ...verdict.more.slice(0, 5)].map(remark).join('');
  const height = y - top - 8;
  return {
    svg: [
      svg('rect', { x: left, y: top, width: right - left, height, fill: light.wash }),
      svg('rect', { x: left, y: top, width: 3, height, fill: stateColour[verdict.state] }),
      stateIcon[verdict.state](left + 13, top + 8),
      text,
    ].join(''),
    height,
  };
}

const stateColour = { healthy: light.success, alarm: light.error, idle: light.faint } as const;

const stateIcon = {
  healthy: (x: number, y: number) =>
    svg('path', { d: `M${x + 2} ${y + 6.5}l3 3 5.5-6.7`, fill: 'none', stroke: light.success, 'stroke-width': 2 }),
  alarm: (x: number, y: number) =>
    svg('path', {
      d: `M${x + 8} ${y}L${x + 15.2} ${y + 13}H${x + 0.8}ZM${x + 8} ${y + 4.2}v4.4M${x + 8} ${y + 10.1}v1.3`,
      fill: 'none',
      stroke: light.error,
      'stroke-width': 1.5,
      'stroke-linejoin': 'round',
    }),
  idle: (x: number, y: number) => svg('path', { d: `M${x + 2} ${y + 7}h9`, stroke: light.faint, 'stroke-width': 2 }),
} as const;

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
