import { blend, type Colour, markColour } from '../payloads/colour.ts';
import { type Hue, hues } from '../payloads/marks.ts';

/** The colours of still pictures: those of VS Code's light theme, on an opaque white ground. */
export const light = palette('#ffffff', '#3b3b3b');

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

function palette(background: Colour, foreground: Colour): Palette {
  const grey = (share: number) => blend(background, foreground, share);
  const hue: Readonly<Record<Hue, Colour>> = {
    blue: '#0063d3',
    orange: '#d18616',
    green: '#388a34',
    purple: '#652d90',
    red: '#e51400',
    yellow: '#bf8803',
  };
  return {
    background,
    foreground,
    dim: grey(0.74),
    faint: grey(0.5),
    ghost: grey(0.62),
    hairline: grey(0.13),
    grid: grey(0.08),
    wash: grey(0.045),
    warning: '#bf8803',
    error: '#e51400',
    success: hue.green,
    hues: Object.fromEntries(hues.map((name) => [name, markColour(hue[name], foreground, background)])) as Readonly<
      Record<Hue, Colour>
    >,
  };
}
