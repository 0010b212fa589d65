import { blend, type Colour } from './colour.ts';

/**
 * The colours of VS Code's own themes: what views take where no host defines them, and those of still pictures. The light error
 * is the red of its charts: its errorForeground has 3.4:1 on white, too little for words in a picture that nobody can restyle.
 */
export const themeColours = {
  dark: {
    'editor-background': '#1f1f1f',
    foreground: '#cccccc',
    'panel-border': '#2b2b2b',
    focusBorder: '#0078d4',
    'editorWarning-foreground': '#cca700',
    errorForeground: '#f85149',
    'charts-blue': '#59a4f9',
    'charts-orange': '#d18616',
    'charts-green': '#89d185',
    'charts-purple': '#b180d7',
    'charts-red': '#f14c4c',
    'charts-yellow': '#cca700',
  },
  light: {
    'editor-background': '#ffffff',
    foreground: '#3b3b3b',
    'panel-border': '#e5e5e5',
    focusBorder: '#005fb8',
    'editorWarning-foreground': '#bf8803',
    errorForeground: '#e51400',
    'charts-blue': '#0063d3',
    'charts-orange': '#d18616',
    'charts-green': '#388a34',
    'charts-purple': '#652d90',
    'charts-red': '#e51400',
    'charts-yellow': '#bf8803',
  },
} as const;

/** The greys of a view, by how much of the foreground is in them. */
export function greys(background: Colour, foreground: Colour) {
  const grey = (share: number) => blend(background, foreground, share);
  return {
    /** Secondary text. */
    dim: grey(0.74),
    /** Marks of what is not there yet. */
    faint: grey(0.5),
    /** A compared run. */
    ghost: grey(0.62),
    hairline: grey(0.13),
    grid: grey(0.08),
    wash: grey(0.045),
  };
}
