import { type Judgement, toneColours, toneShapes } from '../payloads/reading/judgement.ts';
import type { Remark } from '../payloads/remark.ts';
import { light } from './light.ts';
import { paragraph } from './paragraph.ts';
import { type Svg, svg } from './svg.ts';

/** What is so and what to do, a picture's only filled block; further remarks follow in it, each with its remedy. */
export function verdictPicture(
  judgement: Judgement,
  left: number,
  right: number,
  top: number,
): { readonly svg: Svg; readonly height: number } {
  const { tone, more } = judgement;
  const width = right - left - 40 - 12;
  const isDim = tone === 'good' || tone === 'idle';
  let y = top + 20;
  const remark = ({ headline, detail }: Remark) => {
    const first = paragraph(headline, { x: left + 40, y, width, leading: 18 }, { size: 13 });
    y += 18 * first.lines;
    const place = { x: left + 40, y, width, leading: 16 };
    const look = { size: 12, fill: isDim ? light.dim : light.foreground };
    const second = detail.length === 0 ? { svg: '', lines: 0 } : paragraph(detail, place, look);
    y += 16 * second.lines + 4;
    return first.svg + second.svg;
  };
  const text = [judgement, ...more.slice(0, 5)].map(remark).join('');
  const height = y - top - 8;
  const colour = light[toneColours[tone]];
  const { d, width: line } = toneShapes[tone];
  return {
    svg: [
      svg('rect', { x: left, y: top, width: right - left, height, fill: light.wash }),
      svg('rect', { x: left, y: top, width: 3, height, fill: colour }),
      svg('path', {
        d,
        transform: `translate(${left + 13} ${top + 8})`,
        fill: 'none',
        stroke: colour,
        'stroke-width': line,
        'stroke-linejoin': 'round',
      }),
      text,
    ].join(''),
    height,
  };
}
