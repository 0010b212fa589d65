import { existsSync } from 'node:fs';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import { bodyClass, type HostTheme, hostVariables } from './host-themes.ts';

/** Chromium for all tests of a file: `CHROMIUM`, or where Debian puts it. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) {
    throw new Error(
      `No Chromium at ${executablePath}. Install it (apt-get install chromium) or set CHROMIUM to its path.`,
    );
  }
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
}

/** A renderer's bundle, built as `npm run build` does; as `iife` it is a script that puts `renderer` into its page. */
export async function bundleRenderer(
  entry: 'training' | 'gates' | 'comparison' | 'search' | 'importance' | 'calibration' | 'table' | 'page' | 'runs',
  format: 'esm' | 'iife' = 'esm',
): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`extension/renderers/${entry}/entry.ts`],
    bundle: true,
    platform: 'browser',
    target: 'es2022',
    format,
    ...(format === 'iife' ? { globalName: 'renderer' } : {}),
    minify: true,
    write: false,
    logLevel: 'warning',
  });
  return outputFiles[0].text;
}

export type PageOptions = {
  readonly theme?: HostTheme;
  /** Width of an output in CSS pixels. */
  readonly width?: number;
  readonly reducedMotion?: 'reduce' | 'no-preference';
  readonly scale?: number;
  /** Whether there is an extension to ask, as in VS Code. */
  readonly messaging?: true;
};

/** A page like the one VS Code gives the outputs of a notebook: its variables, its body class, one element per output. */
export type RendererPage = {
  readonly page: Page;
  /** What went wrong inside the page so far. */
  readonly errors: readonly string[];
  readonly render: (id: string, mime: string, payload: unknown) => Promise<void>;
  readonly dispose: (id?: string) => Promise<void>;
  readonly setTheme: (theme: HostTheme) => Promise<void>;
  readonly setWidth: (width: number) => Promise<void>;
};

export async function openRenderer(browser: Browser, bundle: string, options: PageOptions = {}): Promise<RendererPage> {
  const { theme = 'dark', width = 840, reducedMotion = 'no-preference', scale = 1 } = options;
  const context = await browser.newContext({
    viewport: { width: Math.max(width, 320), height: 1000 },
    reducedMotion,
    deviceScaleFactor: scale,
    acceptDownloads: true,
  });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.route('https://notebook.test/**', (route) =>
    route.request().url().endsWith('.js')
      ? route.fulfill({ contentType: 'text/javascript', body: bundle })
      : route.fulfill({ contentType: 'text/html', body: host }),
  );
  // What tsx compiles names its functions by this, and the page is given some of them as text.
  await page.addInitScript('globalThis.__name ??= (value) => value;');
  if (options.messaging) await page.addInitScript(installMessaging);
  await page.goto('https://notebook.test/');
  await page.waitForFunction(() => 'renderOutput' in window);
  const result: RendererPage = {
    page,
    errors,
    render: (id, mime, payload) =>
      page.evaluate(([a, b, c]) => window.renderOutput(a, b, c), [id, mime, payload] as const),
    dispose: (id) => page.evaluate((each) => window.disposeOutput(each), id),
    setTheme: (next) =>
      page.evaluate(([variables, name]) => window.setHostTheme(variables, name), [
        hostVariables[next],
        bodyClass[next],
      ] as const),
    setWidth: (next) =>
      page.evaluate((each) => {
        document.querySelector<HTMLElement>('#outputs')?.style.setProperty('width', `${each}px`);
      }, next),
  };
  await result.setTheme(theme);
  await result.setWidth(width);
  return result;
}

/** Keeps what a renderer posts, and lets a test answer. */
function installMessaging(): void {
  const listeners: ((message: unknown) => void)[] = [];
  window.posted = [];
  window.answerMessage = (message) => {
    for (const listener of listeners) listener(message);
  };
  window.hostContext = {
    postMessage: (message) => void window.posted.push(message),
    onDidReceiveMessage: (listener) => void listeners.push(listener),
  };
}

declare global {
  interface Window {
    hostContext: {
      postMessage(message: unknown): void;
      onDidReceiveMessage(listener: (message: unknown) => void): void;
    };
    posted: unknown[];
    answerMessage(message: unknown): void;
    renderOutput(id: string, mime: string, payload: unknown): Promise<void>;
    disposeOutput(id: string | undefined): void;
    setHostTheme(variables: Readonly<Record<string, string>>, name: string): void;
  }
}

/** The policy is the one of VS Code's notebook pages: no blob: pictures, no requests. It styles an output's first child by itself. */
const host = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Notebook outputs</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self' https: http: data:; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; connect-src https:">
<style>body{margin:0;background:var(--vscode-editor-background);color:var(--vscode-foreground)}#outputs{box-sizing:border-box}.output>div{padding:0}</style>
</head><body><main id="outputs"></main><script type="module">
  const { activate } = await import('/renderer.js');
  const renderer = activate(window.hostContext ?? {});
  window.renderOutput = async (id, mime, payload) => {
    let place = document.getElementById(id);
    if (!place) {
      place = document.createElement('div');
      place.id = id;
      place.className = 'output';
      document.querySelector('#outputs').append(place);
    }
    await renderer.renderOutputItem({ id, mime, json: () => payload }, place);
  };
  window.disposeOutput = (id) => renderer.disposeOutputItem(id);
</script><script>
  window.setHostTheme = (variables, name) => {
    for (const [key, value] of Object.entries(variables)) document.documentElement.style.setProperty('--vscode-' + key, value);
    document.body.className = name;
  };
</script></body></html>`;
