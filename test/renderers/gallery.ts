import { readdir, readFile } from 'node:fs/promises';
import { parseCalibrationPayload } from '../../kernel/payloads/calibration.ts';
import { parseComparisonPayload } from '../../kernel/payloads/comparison.ts';
import { parseGatesPayload } from '../../kernel/payloads/gates.ts';
import { parseImportancePayload } from '../../kernel/payloads/importance.ts';
import {
  calibrationMime,
  comparisonMime,
  gatesMime,
  importanceMime,
  searchMime,
  tableMime,
  trainingMime,
} from '../../kernel/payloads/mime.ts';
import { parseSearchPayload } from '../../kernel/payloads/search.ts';
import { parseTrainingPayload } from '../../kernel/payloads/training.ts';
import {
  calibrationPicture,
  comparisonPicture,
  gatesPicture,
  importancePicture,
  searchPicture,
  trainingPicture,
} from '../../kernel/pictures/index.ts';
import { escapeMarkup } from '../../kernel/text/index.ts';
import { bodyClass, hostVariables } from './host-themes.ts';
import { bundleRenderer } from './renderer-page.ts';

/**
 * Every payload in `kernel/payloads/examples` in every theme, wide and narrow, and its still picture, as one page that needs
 * nothing else. An example belongs to the renderer that its file's name begins with.
 */
export async function galleryPage(): Promise<string> {
  const examples = await readExamples();
  const bundles = await Promise.all(renderers.map(async (name) => [name, await bundleRenderer(name, 'iife')] as const));
  const data = {
    bundles: Object.fromEntries(bundles),
    mimes,
    payloads: Object.fromEntries(examples.map(({ name, payload }) => [name, payload])),
    themes: Object.fromEntries(
      galleryThemes.map((theme) => [theme, { variables: hostVariables[theme], name: bodyClass[theme] }]),
    ),
  };
  const script = `const gallery = ${JSON.stringify(data).replaceAll('<', '\\u003c')};\n${drawing}`;
  const choices = [...galleryThemes, ...Object.keys(galleryWidths), 'still'].map(
    (choice) => `<label><input type="checkbox" checked value="${choice}">${choice}</label>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Gallery</title><style>${style}</style></head>
<body><script>${script}</script><nav>${choices.join('')}</nav><main>
${examples.map(section).join('\n')}
</main></body></html>`;
}

/** Names without their ending, of the files that are drawn. */
export async function exampleNames(): Promise<readonly string[]> {
  const files = await readdir(folder);
  return files
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();
}

export const galleryThemes = ['dark', 'light', 'hc', 'hc-light'] as const;
export const galleryWidths = { wide: 1000, narrow: 400 } as const;

const folder = 'kernel/payloads/examples';
const renderers = ['training', 'gates', 'comparison', 'search', 'importance', 'calibration', 'table'] as const;
const mimes = {
  training: trainingMime,
  gates: gatesMime,
  comparison: comparisonMime,
  search: searchMime,
  importance: importanceMime,
  calibration: calibrationMime,
  table: tableMime,
};

type Kind = (typeof renderers)[number];

/** Of a table the still picture is its HTML. */
const stills: Readonly<Record<Exclude<Kind, 'table'>, (payload: unknown) => string>> = {
  training: (payload) => trainingPicture(known(parseTrainingPayload(payload))),
  gates: (payload) => gatesPicture(known(parseGatesPayload(payload))),
  comparison: (payload) => comparisonPicture(known(parseComparisonPayload(payload))),
  importance: (payload) => importancePicture(known(parseImportancePayload(payload))),
  calibration: (payload) => calibrationPicture(known(parseCalibrationPayload(payload))),
  search: (payload) => searchPicture(known(parseSearchPayload(payload))),
};

type Example = { readonly name: string; readonly kind: Kind; readonly payload: unknown };

async function readExamples(): Promise<readonly Example[]> {
  return Promise.all(
    (await exampleNames()).map(async (name) => {
      const kind = renderers.find((each) => name.startsWith(`${each}-`));
      if (kind === undefined)
        throw new Error(`${folder}/${name}.json begins with the name of no renderer: ${renderers.join(', ')}.`);
      return { name, kind, payload: JSON.parse(await readFile(`${folder}/${name}.json`, 'utf8')) };
    }),
  );
}

function known<Value>(
  parsed: { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly reason: string },
): Value {
  if (parsed.ok) return parsed.value;
  throw new Error(parsed.reason);
}

function section({ name, kind, payload }: Example): string {
  const frames = galleryThemes.flatMap((theme) =>
    Object.entries(galleryWidths).map(([word, width]) => {
      const code = `parent.draw(window, '${kind}', '${name}', '${theme}')`;
      const page = `<!doctype html><html lang="en"><body style="margin:0"><script>${code}</script></body></html>`;
      return `<iframe class="${theme} ${word}" title="${name}, ${theme}, ${word}" width="${width}" loading="lazy" srcdoc="${escapeMarkup(page)}"></iframe>`;
    }),
  );
  return `<section id="${name}"><h2>${name}</h2>${frames.join('')}
${kind === 'table' ? '' : still(name, stills[kind](payload))}</section>`;
}

function still(name: string, svg: string): string {
  const data = Buffer.from(svg).toString('base64');
  return `<img class="still" alt="${name}, still" src="data:image/svg+xml;base64,${data}">`;
}

/** Runs in the gallery: each frame is a page like the one that VS Code gives outputs, with variables and body class of a theme. */
const drawing = `
function draw(view, kind, name, theme) {
  const { document, frameElement } = view;
  const { variables, name: classes } = gallery.themes[theme];
  for (const [key, value] of Object.entries(variables)) document.documentElement.style.setProperty('--vscode-' + key, value);
  document.body.className = classes;
  document.body.style.background = 'var(--vscode-editor-background)';
  const script = document.createElement('script');
  script.textContent = gallery.bundles[kind] + ';window.renderer = renderer;';
  document.body.append(script);
  const place = document.createElement('div');
  document.body.append(place);
  const payload = gallery.payloads[name];
  view.renderer.activate({}).renderOutputItem({ id: name, mime: gallery.mimes[kind], json: () => payload }, place);
  new view.ResizeObserver(() => (frameElement.style.height = place.scrollHeight + 'px')).observe(place);
  frameElement.dataset.drawn = '';
}
addEventListener('change', ({ target }) => document.querySelector('main').classList.toggle('no-' + target.value, !target.checked));`;

const style = `
body{font:14px sans-serif;margin:0 16px 32px;background:#888}
nav{position:sticky;top:0;background:#888;padding:8px 0;display:flex;gap:16px}
section{display:flex;flex-wrap:wrap;gap:12px;align-items:flex-start}
h2{flex-basis:100%;font-size:16px;margin:24px 0 0}
iframe{border:0;height:560px}
${[...galleryThemes, ...Object.keys(galleryWidths), 'still'].map((each) => `.no-${each} .${each}`).join(',')}{display:none}`;
