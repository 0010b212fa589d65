import { element } from '../host/index.ts';

/** Names in `data-theme`, as the page's style has them, the body's class as VS Code has it, and what a person reads. */
const themes = {
  light: { class: 'vscode-light', words: 'Light' },
  dark: { class: 'vscode-dark', words: 'Dark' },
  'contrast-light': { class: 'vscode-high-contrast vscode-high-contrast-light', words: 'High contrast, light' },
  'contrast-dark': { class: 'vscode-high-contrast', words: 'High contrast, dark' },
} as const;

type ThemeName = keyof typeof themes;

/** Chooses the theme of an exported page, which follows that of the system until somebody does. */
export function themeSwitch(): HTMLElement {
  const choice = element('select', {});
  choice.append(new Option('As the system', ''));
  for (const [name, { words }] of Object.entries(themes)) choice.append(new Option(words, name));
  const system = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)'].map((query) => matchMedia(query));
  const [dark, contrast] = system;
  const show = () => {
    const isDark = dark?.matches ? 'dark' : 'light';
    const name = (choice.value || (contrast?.matches ? `contrast-${isDark}` : isDark)) as ThemeName;
    document.documentElement.dataset.theme = name;
    document.body.className = themes[name].class;
  };
  choice.addEventListener('change', show);
  for (const query of system) query.addEventListener('change', show);
  show();
  return element('label', { class: 'theme' }, 'Theme ', choice);
}
