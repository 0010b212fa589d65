import { element } from './element.ts';
import { layOut } from './mount.ts';
import { baseStyle } from './style.ts';
import { applyTheme, readTheme, watchTheme } from './theme.ts';
import { watchTips } from './tip.ts';

/**
 * The outermost element of a page of its own, such as an editor of VS Code: theme, layout and tips are followed as `mount`
 * does for outputs. The style is set by script, so the page's policy need not allow any.
 *
 * @param resized told the width of the content in CSS pixels, whenever it or the theme changes.
 */
export function standalone(style: string, resized: (width: number) => void): HTMLElement {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(baseStyle + style);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const root = element('main', { class: 'multitask' });
  document.body.replaceChildren(root);
  applyTheme(root, readTheme());
  watchTips(document, (view) => view === root);
  watchTheme((theme) => {
    applyTheme(root, theme);
    resized(layOut(root));
  });
  new ResizeObserver(() => resized(layOut(root))).observe(root);
  return root;
}
