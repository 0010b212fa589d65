import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseGatesPayload } from '../../kernel/payloads/gates.ts';
import { type RunRow, runRow } from '../../kernel/payloads/runs/index.ts';
import { parseTrainingPayload, type TrainingPayload } from '../../kernel/payloads/training.ts';
import { gatesPicture, trainingPicture } from '../../kernel/pictures/index.ts';
import { escapeMarkup, fraction, plusMinus } from '../../kernel/text/index.ts';
import { templates } from '../templates/list.ts';
import type { Made } from './steps.ts';

/**
 * Draws the pictures of the walkthrough when the extension is built: the real ones, of the examples of payloads. Returns the
 * files it read and wrote.
 */
export async function drawWalkthrough(folder: string): Promise<Made> {
  const inputs: string[] = [];
  const example = async (name: string): Promise<unknown> => {
    inputs.push(`kernel/payloads/examples/${name}.json`);
    return JSON.parse(await readFile(`kernel/payloads/examples/${name}.json`, 'utf8'));
  };
  const training = async (name: string) => known(parseTrainingPayload(await example(name)));
  const runs = [await training('training-finished'), await training('training-shared-bottom')];
  const pictures: Readonly<Record<string, string>> = {
    templates: list(templates.map(({ label, detail }) => [label, detail])),
    training: trainingPicture(runs[0] as TrainingPayload),
    gates: gatesPicture(known(parseGatesPayload(await example('gates-healthy')))),
    table: tablePicture,
    runs: runsPicture(runs.map((run, i) => runRow({ key: '', seen: i, notebook: '', cell: 1, shown: 'shown' }, run))),
    export: list([
      ['notebook.html', 'One page with its pictures; needs nothing else.'],
      ['notebook.ts', 'A script for Node, with your text as comments.'],
    ]),
  };
  await mkdir(folder, { recursive: true });
  const outputs = Object.keys(pictures).map((name) => join(folder, `${name}.svg`));
  for (const [i, picture] of Object.values(pictures).entries()) await writeFile(outputs[i] ?? '', picture);
  return { inputs, outputs };
}

function known<Value>(
  parsed: { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly reason: string },
): Value {
  if (parsed.ok) return parsed.value;
  throw new Error(parsed.reason);
}

// VS Code gives these pictures the colours of its theme.
const ink = 'var(--vscode-foreground, #3b3b3b)';
const dim = 'var(--vscode-descriptionForeground, #6e6e6e)';
const line = 'var(--vscode-widget-border, #9d9d9d)';
const mark = 'var(--vscode-textLink-foreground, #0066bf)';

function list(items: readonly (readonly [title: string, detail: string])[]): string {
  const rows = items.map(
    ([title, detail], i) =>
      `<rect x="8" y="${8 + i * 58}" width="544" height="50" rx="4" fill="none" stroke="${line}"/>` +
      `<rect x="8" y="${8 + i * 58}" width="4" height="50" fill="${mark}"/>` +
      text(26, 29 + i * 58, 15, ink, title) +
      text(26, 48 + i * 58, 13, dim, detail),
  );
  return page(560, 16 + items.length * 58, rows.join(''));
}

const tablePicture = (() => {
  const columns = ['price', 'age', 'city', 'click', 'purchase'];
  const rows = ['12.50 34 Turin 1 0', '7.20 51 Osaka 0 0', '31.00 28 Quito 1 1', '18.90 45 Lisbon 1 0'];
  const cells = [columns, ...rows.map((row) => row.split(' '))].map((row, y) =>
    row.map((value, x) => text(28 + x * 104, 34 + y * 30, 14, y === 0 ? ink : dim, value)).join(''),
  );
  const labels = [3, 4].map(
    (x) =>
      `<rect x="${18 + x * 104}" y="12" width="96" height="150" rx="4" fill="none" stroke="${mark}" stroke-width="2"/>`,
  );
  const rule = `<path d="M16 44H536" stroke="${line}"/>`;
  return page(552, 200, [...cells, rule, ...labels, text(330, 186, 14, mark, 'the labels: two tasks')].join(''));
})();

/** Names, numbers and curves of some runs, as their table shows them. */
function runsPicture(runs: readonly RunRow[]): string {
  const rows = runs.map(({ run, qualities, curve }, i) => {
    const y = 64 + i * 44;
    const numbers = qualities
      .slice(0, 2)
      .map(({ value, error }, x) => text(196 + x * 124, y, 14, dim, `${fraction(value)} ${plusMinus(error)}`));
    const known = curve.values.filter((value) => value !== null);
    const [low, high] = [Math.min(...known), Math.max(...known)];
    const points = known.map((value, x) => {
      const across = (x / Math.max(1, known.length - 1)) * 72;
      return `${456 + across} ${y - 5 + 11 - (22 * (value - low)) / (high - low || 1)}`;
    });
    const drawn = `<path d="M${points.join('L')}" fill="none" stroke="${mark}" stroke-width="2"/>`;
    return text(28, y, 14, ink, `${run.title} · run ${run.number}`) + numbers.join('') + drawn;
  });
  const tasks = runs[0]?.qualities.slice(0, 2) ?? [];
  const head = tasks.map(({ task, metric }, x) => text(196 + x * 124, 28, 13, ink, `${task} ${metric}`)).join('');
  const rule = `<path d="M16 40H536" stroke="${line}"/>`;
  return page(552, 44 + runs.length * 44, text(28, 28, 13, ink, 'Run') + head + rule + rows.join(''));
}

function text(x: number, y: number, size: number, fill: string, words: string): string {
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}">${escapeMarkup(words)}</text>`;
}

function page(width: number, height: number, body: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="var(--vscode-font-family, sans-serif)">${body}</svg>`;
}
