import { blend, type Colour, markColour, parseColour, parseOpaque } from '../../../kernel/payloads/colour.ts';
import { type Hue, hues } from '../../../kernel/payloads/marks.ts';
import { greys, themeColours } from '../../../kernel/payloads/palette.ts';

/** The host's colours and the greys mixed from them; nothing in the renderers names a colour of its own. */
export type Theme = {
  readonly kind: 'dark' | 'light' | 'high-contrast';
  readonly background: Colour;
  readonly foreground: Colour;
  /** Secondary text. */
  readonly dim: Colour;
  /** Marks of what is not there yet. */
  readonly faint: Colour;
  /** A compared run. */
  readonly ghost: Colour;
  readonly hairline: Colour;
  readonly grid: Colour;
  readonly wash: Colour;
  readonly border: Colour;
  readonly focus: Colour;
  readonly warning: Colour;
  readonly error: Colour;
  readonly success: Colour;
  readonly running: Colour;
  /** At least 3:1 on the background. */
  readonly hues: Readonly<Record<Hue, Colour>>;
  readonly font: string;
  readonly codeFont: string;
};

type Variable = keyof (typeof themeColours)['dark'];

export function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const body = document.body;
  const isHighContrast = /\bvscode-high-contrast\b/.test(body.className);
  const isLight = /\bvscode-(light|high-contrast-light)\b/.test(body.className);
  const defaults = isLight ? themeColours.light : themeColours.dark;
  const text = (name: string) => style.getPropertyValue(`--vscode-${name}`).trim();
  const ground = parseColour(text('editor-background'), '#000000') ?? defaults['editor-background'];
  const colour = (name: Variable) => parseColour(text(name), ground) ?? defaults[name];
  const opaque = (name: Variable) => parseOpaque(text(name)) ?? defaults[name];
  const background = colour('editor-background');
  const foreground = colour('foreground');
  return {
    kind: isHighContrast ? 'high-contrast' : isLight ? 'light' : 'dark',
    background,
    foreground,
    ...greys(background, foreground),
    ...(isHighContrast && {
      dim: foreground,
      faint: foreground,
      hairline: colour('panel-border'),
      grid: blend(background, foreground, 0.3),
      wash: background,
    }),
    border: colour('panel-border'),
    focus: colour('focusBorder'),
    warning: colour('editorWarning-foreground'),
    error: colour('errorForeground'),
    success: colour('charts-green'),
    running: colour('charts-blue'),
    hues: Object.fromEntries(
      hues.map((hue) => [hue, markColour(opaque(`charts-${hue}`), foreground, background)]),
    ) as Readonly<Record<Hue, Colour>>,
    font: text('font-family') || 'system-ui, sans-serif',
    codeFont: text('editor-font-family') || 'monospace',
  };
}

/** Calls back whenever the host switches its theme; returns how to stop. */
export function watchTheme(changed: (theme: Theme) => void): () => void {
  const observer = new MutationObserver(() => changed(readTheme()));
  const attributeFilter = ['class', 'style', 'data-vscode-theme-kind', 'data-vscode-theme-id'];
  observer.observe(document.body, { attributes: true, attributeFilter });
  observer.observe(document.documentElement, { attributes: true, attributeFilter });
  return () => observer.disconnect();
}

/** Gives the theme to the style sheet, as custom properties of a view's outermost element. */
export function applyTheme(root: HTMLElement, theme: Theme): void {
  root.dataset.kind = theme.kind;
  const { kind, hues: hue, font, codeFont, ...colours } = theme;
  for (const [name, value] of Object.entries({ ...colours, ...hue })) root.style.setProperty(`--${name}`, value);
  root.style.setProperty('--font', font);
  root.style.setProperty('--code-font', codeFont);
}
