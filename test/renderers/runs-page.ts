import type { Browser, Page } from 'playwright-core';
import type { FromRunsTable, ToRunsTable } from '../../kernel/payloads/runs/index.ts';
import { bodyClass, type HostTheme, hostVariables } from './host-themes.ts';

/** The table of runs in a page like the one that VS Code gives it: its policy, its messages, its kept state. */
export type RunsPage = {
  readonly page: Page;
  readonly errors: readonly string[];
  /** What the table asked of the extension so far. */
  readonly posted: () => Promise<readonly FromRunsTable[]>;
  readonly kept: () => Promise<unknown>;
  readonly tell: (message: ToRunsTable) => Promise<void>;
};

export type RunsPageOptions = {
  readonly theme?: HostTheme;
  readonly width?: number;
  readonly height?: number;
  readonly scale?: number;
  /** What VS Code kept of the page before. */
  readonly state?: unknown;
};

export async function openRuns(browser: Browser, bundle: string, options: RunsPageOptions = {}): Promise<RunsPage> {
  const { theme = 'dark', width = 1100, height = 800, scale = 1, state } = options;
  const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor: scale });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.route('https://webview.test/**', (route) =>
    route.request().url().endsWith('.js')
      ? route.fulfill({ contentType: 'text/javascript', body: bundle })
      : route.fulfill({ contentType: 'text/html', body: host(theme, state) }),
  );
  await page.goto('https://webview.test/');
  await page.waitForFunction(() => window.postedByTable.some(({ kind }) => kind === 'ready'));
  return {
    page,
    errors,
    posted: () => page.evaluate(() => window.postedByTable),
    kept: () => page.evaluate(() => window.kept),
    tell: (message) => page.evaluate((each) => window.postMessage(each, '*'), message),
  };
}

declare global {
  interface Window {
    postedByTable: FromRunsTable[];
    kept: unknown;
  }
}

function host(theme: HostTheme, state: unknown): string {
  const variables = Object.entries(hostVariables[theme]).map(([name, value]) => [`--vscode-${name}`, value]);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Training Runs</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; script-src 'nonce-test'"></head>
<body class="${bodyClass[theme]}"><script nonce="test">
  window.postedByTable = [];
  window.kept = ${JSON.stringify(state ?? null)};
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => window.postedByTable.push(message),
    getState: () => window.kept,
    setState: (state) => { window.kept = state; },
  });
  for (const [name, value] of ${JSON.stringify(variables)}) document.documentElement.style.setProperty(name, value);
  document.documentElement.style.setProperty('background', 'var(--vscode-editor-background)');
</script><script type="module" nonce="test" src="/runs.js"></script></body></html>`;
}
