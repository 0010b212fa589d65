import type { Browser, Page } from 'playwright-core';
import { escapeMarkup } from '../../kernel/text/index.ts';
import { bodyClass, hostVariables } from '../renderers/host-themes.ts';
import { bundleRenderer, launchChromium } from '../renderers/renderer-page.ts';
import { mimes, type RecordedCell } from './record-tutorial.ts';

export type Frame = { readonly png: Buffer; readonly milliseconds: number };

/** Each cell below the one before, as in a notebook; the window follows what is drawn. */
export async function drawFrames(cells: readonly RecordedCell[]): Promise<readonly Frame[]> {
  const browser = await launchChromium();
  try {
    const page = await openNotebook(browser, cells);
    const frames: Frame[] = [];
    for (const [i, { payloads, kind }] of cells.entries()) {
      const steps = thinned(payloads, mostFrames);
      for (const [j, payload] of steps.entries()) {
        await draw(page, i, kind, payload);
        const isLast = j === steps.length - 1;
        frames.push({ png: await picture(page), milliseconds: isLast ? rest : step });
      }
    }
    return frames;
  } finally {
    await browser.close();
  }
}

const mostFrames = 24;
const step = 160;
/** What is finished is looked at. */
const rest = 3500;
const view = { width: 980, height: 575 };

async function openNotebook(browser: Browser, cells: readonly RecordedCell[]): Promise<Page> {
  const page = await browser.newPage({ viewport: view, deviceScaleFactor: 1.5, reducedMotion: 'reduce' });
  // What tsx compiles names its functions by this, and the page is given some of them as text.
  await page.addInitScript('globalThis.__name ??= (value) => value;');
  page.on('pageerror', (error) => {
    throw error;
  });
  const variables = Object.entries(hostVariables.light).map(([name, value]) => `--vscode-${name}:${value};`);
  const sections = cells.map(
    ({ code }, i) => `<section hidden><pre>${escapeMarkup(code)}</pre><div id="output-${i}"></div></section>`,
  );
  await page.goto('about:blank');
  await page.setContent(`<!doctype html><html lang="en"><head><style>:root{${variables.join('')}}${style}</style></head>
<body class="${bodyClass.light}"><main>${sections.join('')}</main></body></html>`);
  for (const kind of ['training', 'gates'] as const)
    await page.addScriptTag({
      content: `${await bundleRenderer(kind, 'iife')};window.${kind} = renderer.activate({});`,
    });
  return page;
}

async function draw(page: Page, cell: number, kind: RecordedCell['kind'], payload: unknown): Promise<void> {
  await page.evaluate(
    async ([id, renderer, mime, data]) => {
      const place = document.getElementById(id) as HTMLElement;
      const section = place.parentElement as HTMLElement;
      section.hidden = false;
      // Anew for each frame: a view that stands draws only a few times a second.
      window[renderer].disposeOutputItem(id);
      place.replaceChildren();
      await window[renderer].renderOutputItem({ id, mime, json: () => data }, place);
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
      section.scrollIntoView({ block: 'start' });
    },
    [`output-${cell}`, kind, mimes[kind], payload] as const,
  );
}

function picture(page: Page): Promise<Buffer> {
  return page.locator('main').screenshot({ omitBackground: true });
}

/** At most so many of a list, evenly, the first and the last among them. */
function thinned<Value>(values: readonly Value[], most: number): readonly Value[] {
  if (values.length <= most) return values;
  return Array.from({ length: most }, (_, i) => values[Math.round((i * (values.length - 1)) / (most - 1))]);
}

/** A card with a border of its own: it stands on light and on dark pages. */
const style = `
html,body{margin:0;background:transparent;color:var(--vscode-foreground);font:13px var(--vscode-font-family)}
main{box-sizing:border-box;height:100vh;overflow:hidden;border:1px solid #8886;border-radius:10px;background:var(--vscode-editor-background);padding:0 20px}
section{padding:14px 0}
section:last-child{min-height:100vh}
pre{margin:0 0 12px;padding:10px 12px;border-radius:4px;background:#f3f3f3;font:13px/1.5 var(--vscode-editor-font-family);white-space:pre-wrap}`;

declare global {
  interface Window {
    training: RendererApi;
    gates: RendererApi;
  }
}

type RendererApi = {
  renderOutputItem(
    item: { readonly id: string; readonly mime: string; json(): unknown },
    place: HTMLElement,
  ): Promise<void> | void;
  disposeOutputItem(id: string): void;
};
