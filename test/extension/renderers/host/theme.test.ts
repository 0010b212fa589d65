// @vitest-environment happy-dom
import { afterEach, expect, it } from 'vitest';
import { applyTheme, readTheme } from '../../../../extension/renderers/host/theme.ts';

const set = (variables: Readonly<Record<string, string>>) => {
  for (const [name, value] of Object.entries(variables))
    document.documentElement.style.setProperty(`--vscode-${name}`, value);
};
afterEach(() => {
  document.documentElement.removeAttribute('style');
  document.body.className = '';
});

it('reads the host’s colours; greys are mixes of foreground into background', () => {
  document.body.className = 'vscode-dark';
  set({ 'editor-background': '#000000', foreground: '#ffffff', 'charts-blue': '#59a4f9' });
  const theme = readTheme();
  expect(theme.kind).toBe('dark');
  expect(theme.dim).toBe('#bdbdbd');
  expect(theme.faint).toBe('#808080');
  expect(theme.hues.blue).toBe('#59a4f9');
});

it('high contrast has no washes and no dim text, and lines in the border’s colour', () => {
  document.body.className = 'vscode-high-contrast';
  set({ 'editor-background': '#000000', foreground: '#ffffff', 'panel-border': '#6fc3df' });
  const { kind, dim, wash, hairline } = readTheme();
  expect({ kind, dim, wash, hairline }).toEqual({
    kind: 'high-contrast',
    dim: '#ffffff',
    wash: '#000000',
    hairline: '#6fc3df',
  });
});

it.each([
  ['vscode-light', 'light', '#ffffff'],
  ['vscode-dark', 'dark', '#1f1f1f'],
  ['', 'dark', '#1f1f1f'],
])('without variables, body class %j falls back to VS Code’s own %s theme', (name, kind, background) => {
  document.body.className = name;
  const theme = readTheme();
  expect([theme.kind, theme.background]).toEqual([kind, background]);
});

it('a colour that cannot be read is replaced, a translucent one is laid over the background', () => {
  document.body.className = 'vscode-dark';
  set({ 'editor-background': '#000000', foreground: 'var(--unknown)', 'panel-border': 'rgba(255, 255, 255, 0.5)' });
  const theme = readTheme();
  expect(theme.foreground).toBe('#cccccc');
  expect(theme.border).toBe('#808080');
});

it('style sheets get every colour as a custom property', () => {
  const root = document.createElement('div');
  const theme = readTheme();
  applyTheme(root, theme);
  expect(root.style.getPropertyValue('--foreground')).toBe(theme.foreground);
  expect(root.style.getPropertyValue('--orange')).toBe(theme.hues.orange);
  expect(root.dataset.kind).toBe(theme.kind);
});
