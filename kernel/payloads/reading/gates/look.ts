import { blend, type Colour, contrast, inkOn, mix } from '../../colour.ts';
import type { Gate } from '../../gates.ts';
import { type Hue, type MarkShape, taskMark } from '../../marks.ts';
import type { MapLevel } from './map-level.ts';

/** The colours that tints are mixed from: a renderer's theme, or the still pictures' palette. */
export type Ground = {
  readonly kind?: 'dark' | 'light' | 'high-contrast';
  readonly background: Colour;
  readonly foreground: Colour;
  readonly hues: Readonly<Record<Hue, Colour>>;
};

/** A gate's hue and shape: those of its task; a shared gate is a hollow circle in the foreground's colour. */
export type GateMark = { readonly hue: Hue | undefined; readonly shape: MarkShape };

export function gateMark(gate: Pick<Gate, 'task'>): GateMark {
  return gate.task === null ? { hue: undefined, shape: 'circle' } : taskMark(gate.task);
}

export function gateColour(gate: Pick<Gate, 'task'>, ground: Ground): Colour {
  const { hue } = gateMark(gate);
  return hue === undefined ? ground.foreground : ground.hues[hue];
}

/** Above six tasks hues repeat, so a scale in one of them would say less than grey does. */
const mostHues = 6;

export function scaleColour(gate: Pick<Gate, 'task'>, level: Pick<MapLevel, 'gates'>, ground: Ground): Colour {
  return level.gates.length > mostHues ? ground.foreground : gateColour(gate, ground);
}

/** A map cell's ground: from a faint grey at 0 to the task's hue, in OKLab with t = u^.75. */
export function cellTint(weight: number, hue: Colour, ground: Ground): Colour {
  const isHighContrast = ground.kind === 'high-contrast';
  const zero = isHighContrast ? ground.background : blend(ground.background, ground.foreground, 0.055);
  return mix(zero, hue, (isHighContrast ? 0.75 : 0.88) * Math.max(0, Math.min(1, weight)) ** 0.75);
}

/** Text of first and second rank on a tint, each with at least 4.5:1. */
export function cellInks(tint: Colour, ground: Ground): { readonly ink: Colour; readonly second: Colour } {
  const ink = inkOn(tint, ground.foreground, ground.background);
  const softer = mix(tint, ink, 0.82);
  return { ink, second: contrast(tint, softer) >= 4.5 ? softer : ink };
}

/** A similarity's ground: no task's hue, darker the more alike. */
export function similarityTint(cka: number, ground: Ground): Colour {
  return mix(ground.background, ground.foreground, 0.05 + 0.46 * Math.max(0, Math.min(1, cka)) ** 1.6);
}

/** How much a map of so many experts and gates can show. */
export type MapDensity = 'full' | 'track' | 'value' | 'bars';

/** `width` of the map; from 25 experts up a cell has no room for a number. */
export function mapDensity({ experts, gates }: MapLevel, width: number): MapDensity {
  if (experts.length > 24) return 'bars';
  if (gates.length > 4) return 'value';
  const cell = width / experts.length;
  return experts.length > 8 ? (cell >= 44 ? 'track' : 'value') : 'full';
}

/** A map cell's height in pixels. */
export const cellHeight: Readonly<Record<MapDensity, number>> = { full: 58, track: 42, value: 26, bars: 58 };
