import { textWidth } from '../payloads/reading/text-width.ts';
import type { Phrase } from '../text/index.ts';
import type { LabelOptions } from './label.ts';
import { light } from './light.ts';
import { characters, type Svg, svg } from './svg.ts';

/** Names and numbers are what `textWidth` is made for; running text with its spaces and thin letters is narrower. */
const runningText = 0.93;

/** Phrases broken into lines of about `width` pixels, the first baseline at `y`. Returns how many lines there are. */
export function paragraph(
  phrases: readonly Phrase[],
  place: { readonly x: number; readonly y: number; readonly width: number; readonly leading: number },
  { size = 12, fill = light.foreground }: Pick<LabelOptions, 'size' | 'fill'> = {},
): { readonly svg: Svg; readonly lines: number } {
  const lines: Phrase[][] = [[]];
  let used = 0;
  for (const { text, style } of phrases) {
    // Code stays in one piece; elsewhere a line may break at any plain space.
    for (const part of style === 'code' ? [text] : text.split(/(?<= )/)) {
      const widthIn = (piece: string) => runningText * textWidth(piece, size, style === 'strong' ? 600 : 400);
      const wide = widthIn(part.trimEnd());
      if (used > 0 && used + wide > place.width) {
        lines.push([]);
        used = 0;
      }
      const line = lines.at(-1);
      const last = line?.at(-1);
      if (line && last && last.style === style) line[line.length - 1] = { text: last.text + part, style };
      else line?.push({ text: part, style });
      used += widthIn(part);
    }
  }
  const drawn = lines.map((line, i) =>
    svg(
      'text',
      { x: place.x, y: place.y + i * place.leading, 'font-size': size, fill, 'xml:space': 'preserve' },
      ...line.map(({ text, style }) =>
        svg(
          'tspan',
          {
            'font-weight': style === 'strong' ? 600 : undefined,
            'font-family': style === 'code' ? 'monospace' : undefined,
            fill: style === 'strong' ? light.foreground : undefined,
          },
          characters(text),
        ),
      ),
    ),
  );
  return { svg: drawn.join(''), lines: lines.length };
}
