import { textWidth } from '../payloads/reading/text-width.ts';
import { light } from './light.ts';
import { characters, type Svg, svg } from './svg.ts';

export type LabelOptions = {
  readonly size?: number;
  readonly weight?: 400 | 600;
  readonly fill?: string;
  readonly anchor?: 'start' | 'middle' | 'end';
  /** A rim in the ground's colour, for text over lines. */
  readonly halo?: true;
};

/** One line of text with its baseline at (x, y). */
export function label(x: number, y: number, text: string, options: LabelOptions = {}): Svg {
  const { size = 12, weight = 400, fill = light.foreground, anchor = 'start', halo } = options;
  const rim = halo
    ? { 'paint-order': 'stroke', stroke: light.background, 'stroke-width': 3, 'stroke-linejoin': 'round' }
    : {};
  return svg(
    'text',
    {
      x,
      y,
      'font-size': size,
      'font-weight': weight === 400 ? undefined : weight,
      fill,
      'text-anchor': anchor === 'start' ? undefined : anchor,
      ...rim,
    },
    characters(text),
  );
}

/** Pieces that follow one another on a line; `gap` is the space before a piece. */
export type Piece = LabelOptions & { readonly text: string; readonly gap?: number };

export function pieces(x: number, y: number, list: readonly Piece[], anchor?: 'end'): Svg {
  return svg(
    'text',
    { x, y, 'font-size': 12, fill: light.foreground, 'text-anchor': anchor, 'xml:space': 'preserve' },
    ...list
      .filter(({ text }) => text !== '')
      .map(({ text, gap, size, weight, fill }, i) =>
        svg(
          'tspan',
          {
            dx: i === 0 ? undefined : gap,
            'font-size': size,
            'font-weight': weight === 400 ? undefined : weight,
            fill,
          },
          characters(text),
        ),
      ),
  );
}

/** Pieces broken into lines of about `width` pixels, each of whole pieces. */
export function inLines(width: number, list: readonly Piece[]): readonly (readonly Piece[])[] {
  const lines: Piece[][] = [[]];
  let used = 0;
  for (const piece of list) {
    const { text, size = 12, weight = 400, gap = 0 } = piece;
    const wide = textWidth(text, size, weight);
    if (used > 0 && used + gap + wide > width) {
      lines.push([]);
      used = 0;
    }
    used += gap + wide;
    lines.at(-1)?.push(piece);
  }
  return lines;
}
