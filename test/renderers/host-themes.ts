/** VS Code's variables in its own themes (Dark Modern, Light Modern, Dark and Light High Contrast), as a notebook's page gets them. */
export type HostTheme = 'dark' | 'light' | 'hc' | 'hc-light';

export const bodyClass: Readonly<Record<HostTheme, string>> = {
  dark: 'vscode-dark',
  light: 'vscode-light',
  hc: 'vscode-high-contrast',
  'hc-light': 'vscode-high-contrast vscode-high-contrast-light',
};

const fonts = {
  'font-family': '"Segoe WPC", "Segoe UI", system-ui, "Ubuntu", "DejaVu Sans", sans-serif',
  'editor-font-family': 'Consolas, "DejaVu Sans Mono", monospace',
};

export const hostVariables: Readonly<Record<HostTheme, Readonly<Record<string, string>>>> = {
  dark: {
    ...fonts,
    'editor-background': '#1f1f1f',
    foreground: '#cccccc',
    'panel-border': '#2b2b2b',
    'charts-blue': '#59a4f9',
    'charts-orange': '#d18616',
    'charts-green': '#89d185',
    'charts-purple': '#b180d7',
    'charts-red': '#f14c4c',
    'charts-yellow': '#cca700',
    errorForeground: '#f85149',
    'editorWarning-foreground': '#cca700',
    focusBorder: '#0078d4',
  },
  light: {
    ...fonts,
    'editor-background': '#ffffff',
    foreground: '#3b3b3b',
    'panel-border': '#e5e5e5',
    'charts-blue': '#0063d3',
    'charts-orange': '#d18616',
    'charts-green': '#388a34',
    'charts-purple': '#652d90',
    'charts-red': '#e51400',
    'charts-yellow': '#bf8803',
    errorForeground: '#f85149',
    'editorWarning-foreground': '#bf8803',
    focusBorder: '#005fb8',
  },
  hc: {
    ...fonts,
    'editor-background': '#000000',
    foreground: '#ffffff',
    'panel-border': '#6fc3df',
    'charts-blue': '#59a4f9',
    'charts-orange': '#ab5a00',
    'charts-green': '#89d185',
    'charts-purple': '#b180d7',
    'charts-red': '#f48771',
    'charts-yellow': '#ffd370',
    errorForeground: '#f48771',
    'editorWarning-foreground': '#ffd370',
    focusBorder: '#f38518',
  },
  'hc-light': {
    ...fonts,
    'editor-background': '#ffffff',
    foreground: '#292929',
    'panel-border': '#0f4a85',
    'charts-blue': '#1a85ff',
    'charts-orange': '#0f4a85',
    'charts-green': '#374e06',
    'charts-purple': '#652d90',
    'charts-red': '#b5200d',
    'charts-yellow': '#895503',
    errorForeground: '#b5200d',
    'editorWarning-foreground': '#895503',
    focusBorder: '#006bbd',
  },
};
