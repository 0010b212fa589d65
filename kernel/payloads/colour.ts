/** Colours as `#rrggbb`. Greys and scales are mixes of the host's colours; contrast is computed, not guessed. */
export type Colour = string;

/** Perceptual mix in OKLab (Ottosson 2020): `t` = 0 is `from`, 1 is `to`. */
export function mix(from: Colour, to: Colour, t: number): Colour {
  const [a, b] = [toLab(from), toLab(to)];
  return fromLab([lerp(a[0], b[0], t), lerp(a[1], b[1], t), lerp(a[2], b[2], t)]);
}

/** Plain sRGB mix, as CSS `color-mix(in srgb, …)`: for greys between foreground and background. */
export function blend(from: Colour, to: Colour, t: number): Colour {
  const [a, b] = [channels(from), channels(to)];
  return hex([lerp(a[0], b[0], t), lerp(a[1], b[1], t), lerp(a[2], b[2], t)]);
}

/** Contrast ratio of WCAG 2: 1 … 21. */
export function contrast(a: Colour, b: Colour): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

/** `hue` for marks: moved toward the foreground in 4 % steps until it has 3:1 on the background. */
export function markColour(hue: Colour, foreground: Colour, background: Colour): Colour {
  for (let step = 0; step < 25; step++) {
    const colour = mix(hue, foreground, step * 0.04);
    if (contrast(colour, background) >= 3) return colour;
  }
  return foreground;
}

/** Text on a tint: the foreground, else the background, else black or white; always at least 4.5:1. */
export function inkOn(tint: Colour, foreground: Colour, background: Colour): Colour {
  const better = contrast(tint, '#ffffff') > contrast(tint, '#000000') ? '#ffffff' : '#000000';
  return [foreground, background].find((ink) => contrast(tint, ink) >= 4.5) ?? better;
}

/** Any CSS hex or rgb() colour, laid over `ground` when it is translucent; undefined for what is not such a colour. */
export function parseColour(css: string, ground: Colour): Colour | undefined {
  const parts = colourAndAlpha(css);
  return parts && blend(ground, ...parts);
}

/** The same, as if it were opaque: VS Code 1.139 has a translucent charts-orange, which on a dark ground is brown. */
export function parseOpaque(css: string): Colour | undefined {
  return colourAndAlpha(css)?.[0];
}

function colourAndAlpha(css: string): [colour: Colour, alpha: number] | undefined {
  const text = css.trim();
  const digits = /^#([0-9a-f]{3,8})$/i.exec(text)?.[1];
  if (digits !== undefined) {
    const full = digits.length <= 4 ? digits.replace(/./g, '$&$&') : digits;
    if (full.length !== 6 && full.length !== 8) return undefined;
    const alpha = full.length === 8 ? Number.parseInt(full.slice(6), 16) / 255 : 1;
    return [`#${full.slice(0, 6).toLowerCase()}`, alpha];
  }
  const parts = /^rgba?\(([^)]*)\)$/i
    .exec(text)?.[1]
    ?.match(/[\d.]+%?/g)
    ?.map(channelValue);
  const [red, green, blue, alpha = 1] = parts ?? [];
  if (red === undefined || green === undefined || blue === undefined) return undefined;
  return [hex([red, green, blue]), alpha];
}

/** `opacity` of a colour as `rgba(…)`, for libraries that take no separate opacity. */
export function translucent(colour: Colour, opacity: number): string {
  return `rgba(${channels(colour).join(',')},${opacity})`;
}

type Triple = readonly [number, number, number];

function channelValue(part: string, position: number): number {
  if (!part.endsWith('%')) return Number(part);
  return (Number.parseFloat(part) / 100) * (position < 3 ? 255 : 1);
}

function channels(colour: Colour): Triple {
  const value = Number.parseInt(colour.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

function hex(rgb: Triple): Colour {
  return `#${rgb
    .map((channel) =>
      Math.round(Math.min(255, Math.max(0, channel)))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

function lerp(a: number, b: number, t: number): number {
  return a + (b - a) * t;
}

function linear(channel: number): number {
  const c = channel / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
}

function gamma(light: number): number {
  const c = Math.max(0, light);
  return 255 * (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055);
}

function luminance(colour: Colour): number {
  const [r, g, b] = channels(colour);
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

/** Björn Ottosson, "A perceptual color space for image processing" (2020). */
function toLab(colour: Colour): Triple {
  const rgb = channels(colour);
  const [r, g, b] = [linear(rgb[0]), linear(rgb[1]), linear(rgb[2])];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function fromLab([lightness, a, b]: Triple): Colour {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return hex([
    gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    gamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ]);
}
