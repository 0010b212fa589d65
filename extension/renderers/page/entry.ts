import { errorMessage } from '../../../kernel/text/index.ts';
import type { Activate, Renderer } from '../host/index.ts';
import { themeSwitch } from './theme-switch.ts';

/**
 * Makes an exported page live: draws each payload that stands in it with the renderer of VS Code, and offers its themes. Where a
 * payload cannot be drawn (it is newer than the page's renderers) its still picture stays.
 */
export function activate(renderers: Readonly<Record<string, Activate>>): void {
  // Before the first picture: it reads its colours once.
  document.querySelector('header')?.append(themeSwitch());
  const started = new Map<string, Renderer>();
  const startedOf = (name: string): Renderer | undefined => {
    const activateIt = renderers[name];
    if (!started.has(name) && activateIt) started.set(name, activateIt({}));
    return started.get(name);
  };
  const payloads = document.querySelectorAll<HTMLScriptElement>('script[data-renderer]');
  for (const [index, script] of [...payloads].entries()) {
    const renderer = startedOf(script.dataset.renderer ?? '');
    const output = script.parentElement;
    if (renderer && output) draw(renderer, script, output, `output-${index}`);
  }
  for (const output of document.querySelectorAll<HTMLElement>('.output')) letScroll(output);
}

function draw(renderer: Renderer, script: HTMLScriptElement, output: HTMLElement, id: string): void {
  const place = document.createElement('div');
  place.className = 'live';
  output.append(place);
  const json = () => JSON.parse(script.text) as unknown;
  try {
    renderer.renderOutputItem({ id, mime: script.dataset.mime ?? '', json }, place);
  } catch (error) {
    console.warn(`An output keeps its still picture: ${errorMessage(error)}`);
    place.remove();
    return;
  }
  if (place.querySelector(':scope > div > .multitask[role=alert]')) place.remove();
  else output.classList.add('drawn');
}

/** What is wider than the page is scrolled by keys, too. */
function letScroll(output: HTMLElement): void {
  new ResizeObserver(() => {
    if (output.scrollWidth > output.clientWidth) output.tabIndex = 0;
    else output.removeAttribute('tabindex');
  }).observe(output);
}
