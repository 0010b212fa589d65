import { themeColours } from '../../kernel/payloads/palette.ts';

/** The names of `themeColours`, and of what a page has beside pictures: words of code, colours of a terminal. */
type Palette = Readonly<Record<keyof (typeof themeColours)['light'], string>> & { readonly code: Words };
type Words = Readonly<
  Record<'comment' | 'keyword' | 'string' | 'number' | 'type' | 'call' | (typeof ansiNames)[number], string>
>;

const ansiNames = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;

/** Those of VS Code's own themes, darker or lighter where a word of 13 px had less than 4.5:1 on the ground of code. */
const onLight: Words = {
  comment: '#007300',
  keyword: '#0000ff',
  string: '#a31515',
  number: '#07724b',
  type: '#1f6f87',
  call: '#795e26',
  black: '#1f1f1f',
  red: '#cd3131',
  green: '#107c10',
  yellow: '#6b6e00',
  blue: '#0451a5',
  magenta: '#bc05bc',
  cyan: '#04708a',
  white: '#5a5a5a',
};
const onDark: Words = {
  comment: '#74a864',
  keyword: '#569cd6',
  string: '#ce9178',
  number: '#b5cea8',
  type: '#4ec9b0',
  call: '#dcdcaa',
  black: '#9a9a9a',
  red: '#f4706f',
  green: '#23d18b',
  yellow: '#e5e510',
  blue: '#5aa2f0',
  magenta: '#d670d6',
  cyan: '#29b8db',
  white: '#e5e5e5',
};

const palettes: Readonly<Record<'light' | 'dark' | 'contrast-light' | 'contrast-dark', Palette>> = {
  light: { ...themeColours.light, code: onLight },
  dark: { ...themeColours.dark, code: onDark },
  'contrast-light': {
    ...themeColours.light,
    foreground: '#292929',
    'panel-border': '#0f4a85',
    focusBorder: '#006bbd',
    errorForeground: '#b5200d',
    'editorWarning-foreground': '#895503',
    code: onLight,
  },
  'contrast-dark': {
    ...themeColours.dark,
    'editor-background': '#000000',
    foreground: '#ffffff',
    'panel-border': '#6fc3df',
    focusBorder: '#f38518',
    errorForeground: '#f48771',
    'editorWarning-foreground': '#ffd370',
    'charts-orange': '#ab5a00',
    'charts-red': '#f48771',
    'charts-yellow': '#ffd370',
    code: onDark,
  },
};

function variables({ code, ...colours }: Palette): string {
  const host = Object.entries(colours).map(([name, colour]) => `--vscode-${name}: ${colour};`);
  const words = Object.entries(code).map(([name, colour]) => `--${name}: ${colour};`);
  return [...host, ...words].join(' ');
}

const words: readonly (keyof Words)[] = ['comment', 'keyword', 'string', 'number', 'type', 'call'];
const coloured = [
  ...words.map((word) => `code .${word} { color: var(--${word}); }`),
  ...ansiNames.map((name) => `pre .ansi-${name} { color: var(--${name}); }`),
].join('\n');

const chosen = Object.entries(palettes)
  .map(([name, palette]) => `:root[data-theme=${name}] { ${variables(palette)} }`)
  .join('\n');

/** How an exported page looks: the reader's own theme until another is chosen, and light on paper. */
export const pageStyle = `
:root { color-scheme: light; ${variables(palettes.light)}
  --vscode-font-family: system-ui, "Segoe UI", "DejaVu Sans", sans-serif;
  --vscode-editor-font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
@media (prefers-color-scheme: dark) { :root { color-scheme: dark; ${variables(palettes.dark)} } }
${chosen}
:root[data-theme=light], :root[data-theme=contrast-light] { color-scheme: light; }
:root[data-theme=dark], :root[data-theme=contrast-dark] { color-scheme: dark; }
@media print { :root, :root[data-theme] { color-scheme: light; ${variables(palettes.light)} } }
:root { --ink: var(--vscode-foreground); --ground: var(--vscode-editor-background);
  --dim: color-mix(in oklab, var(--ink) 78%, var(--ground)); --line: color-mix(in oklab, var(--ink) 14%, var(--ground));
  --code: color-mix(in oklab, var(--ink) 4.5%, var(--ground)); --link: var(--vscode-charts-blue); }
:root[data-theme^=contrast] { --dim: var(--ink); --line: var(--vscode-panel-border); --code: var(--ground); }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.55 var(--vscode-font-family); }
header { max-width: 960px; margin: 0 auto; padding: 10px 20px 0; text-align: right; font-size: 12px; color: var(--dim); }
header select { font: inherit; color: var(--ink); background: var(--ground); border: 1px solid var(--line); border-radius: 3px; padding: 2px 4px; min-height: 24px; }
main { max-width: 960px; margin: 0 auto; padding: 8px 20px 64px; }
a { color: var(--link); }
:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 1px; }
pre { margin: 0; font: 13px/1.5 var(--vscode-editor-font-family); white-space: pre-wrap; overflow-wrap: anywhere; }
:not(pre) > code:not(.live *) { font: 0.9em var(--vscode-editor-font-family); background: var(--code); padding: 1px 4px; border-radius: 3px; }
main > .cell { position: relative; margin: 14px 0; }
.cell > .code, .markup pre { background: var(--code); border: 1px solid var(--line); border-radius: 4px; padding: 10px 12px; }
.cell > .order + .code { padding-right: 44px; }
.cell:target > .code { border-color: var(--vscode-focusBorder); }
.cell > .order { position: absolute; right: 10px; top: 11px; font: 12px var(--vscode-editor-font-family); color: var(--dim); }
.cell > .output { margin: 8px 0 0; padding-left: 12px; overflow-x: auto; }
:is(.output, .still) > :is(svg, img) { max-width: 100%; height: auto; }
.drawn > .still { display: none; }
.stderr, .told { color: var(--dim); }
.told { margin: 4px 0 0; font-size: 12px; }
pre .bold { font-weight: 600; }
pre .italic { font-style: italic; }
pre .underline { text-decoration: underline; }
${coloured}
pre a [class] { color: inherit; }
table:not(.live *) { border-collapse: collapse; font-size: 14px; margin: 8px 0; }
caption:not(.live *) { color: var(--dim); text-align: left; }
:is(th, td):not(.live *) { padding: 3px 10px; border-bottom: 1px solid var(--line); text-align: left; font-variant-numeric: tabular-nums; }
td[style*=right]:not(.live *) { white-space: nowrap; }
@media print {
  header, .live { display: none; }
  .drawn > .still { display: block; }
  .cell { break-inside: avoid; }
  main { max-width: none; padding: 0; }
}
`;
