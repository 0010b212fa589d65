import { type Colour, markColour } from '../payloads/colour.ts';
import { type Hue, hues } from '../payloads/marks.ts';
import { greys, themeColours } from '../payloads/palette.ts';

/** The colours of still pictures: those of VS Code's light theme, on an opaque white ground. */
export const light = palette(themeColours.light);

export type Palette = {
  readonly background: Colour;
  readonly foreground: Colour;
  readonly dim: Colour;
  readonly faint: Colour;
  readonly ghost: Colour;
  readonly hairline: Colour;
  readonly grid: Colour;
  readonly wash: Colour;
  readonly warning: Colour;
  readonly error: Colour;
  readonly success: Colour;
  readonly hues: Readonly<Record<Hue, Colour>>;
};

function palette(colours: (typeof themeColours)['light']): Palette {
  const { 'editor-background': background, foreground } = colours;
  return {
    background,
    foreground,
    ...greys(background, foreground),
    warning: colours['editorWarning-foreground'],
    error: colours.errorForeground,
    success: colours['charts-green'],
    hues: Object.fromEntries(
      hues.map((hue) => [hue, markColour(colours[`charts-${hue}`], foreground, background)]),
    ) as Readonly<Record<Hue, Colour>>,
  };
}
