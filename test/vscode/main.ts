/** Tests in a real VS Code: the packed extension, installed, in a headless browser. Run through `npm run test:vscode`. */
import { mkdirSync, rmSync } from 'node:fs';
import { findCodeServer, type Installed, installExtension, startServer } from './code-server.ts';
import type { Journey } from './journey.ts';
import { backgroundJourney } from './journeys/background.ts';
import { clusterJourney } from './journeys/cluster.ts';
import { compareJourney } from './journeys/compare.ts';
import { debuggerJourney } from './journeys/debugger.ts';
import { errorsJourney } from './journeys/errors.ts';
import { explorerJourney } from './journeys/explorer.ts';
import { extensionHostJourney } from './journeys/extension-host.ts';
import { gatesJourney } from './journeys/gates.ts';
import { kernelJourney } from './journeys/kernel.ts';
import { languageJourney } from './journeys/language.ts';
import { lastTryJourney } from './journeys/last-try.ts';
import { lifecycleJourney } from './journeys/lifecycle.ts';
import { longRunJourney } from './journeys/long-run.ts';
import { newNotebookJourney } from './journeys/new-notebook.ts';
import { outputsJourney } from './journeys/outputs.ts';
import { readmeJourney } from './journeys/readme.ts';
import { reloadJourney } from './journeys/reload.ts';
import { restrictedJourney } from './journeys/restricted.ts';
import { tableJourney } from './journeys/table.ts';
import { templatesJourney } from './journeys/templates.ts';
import { tutorialJourney } from './journeys/tutorial.ts';
import { verdictJourney } from './journeys/verdict.ts';
import { viewsJourney } from './journeys/views.ts';
import { widgetsJourney } from './journeys/widgets.ts';
import { findBrowser, packExtension } from './packed.ts';
import { sitDown } from './seats.ts';
import { Workbench } from './workbench.ts';

const journeys: readonly Journey[] = [
  tutorialJourney,
  explorerJourney,
  gatesJourney,
  tableJourney,
  widgetsJourney,
  clusterJourney,
  longRunJourney,
  compareJourney,
  lastTryJourney,
  newNotebookJourney,
  templatesJourney,
  viewsJourney,
  verdictJourney,
  kernelJourney,
  errorsJourney,
  debuggerJourney,
  outputsJourney,
  languageJourney,
  extensionHostJourney,
  lifecycleJourney,
  reloadJourney,
  backgroundJourney,
  restrictedJourney,
  readmeJourney,
];
const limit = 8 * 60_000;

const browser = findBrowser();
const codeServer = findCodeServer();
if (browser && codeServer) {
  const wanted = process.argv.slice(2);
  const failed = await runAll(browser, codeServer, wanted);
  process.exit(failed === 0 ? 0 : 1);
}
const missing = browser ? 'code-server (test/vscode/setup.sh installs it)' : 'chromium';
if (process.env.CI === 'true') {
  console.error(`These tests need ${missing}.\n0 passed, 1 failed`);
  process.exit(1);
}
console.log(`skipped: no ${missing}`);

async function runAll(browser: string, installed: Installed, wanted: readonly string[]): Promise<number> {
  mkdirSync('out', { recursive: true });
  rmSync('out/vscode-server.log', { force: true });
  const extension = await installExtension(installed, packExtension());
  const chosen = journeys.filter(({ title }) => wanted.length === 0 || wanted.includes(title));
  const counts = await Promise.all(chosen.map((journey) => run(journey, browser, installed, extension)));
  const sum = (of: keyof Count) => counts.reduce((all, count) => all + count[of], 0);
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
  return sum('failed');
}

/** A journey, repeated once if a check failed. It says what it found when it is over. */
async function run(journey: Journey, browser: string, installed: Installed, extension: string): Promise<Count> {
  const lines: string[] = [];
  let count = await attempt(journey, browser, installed, extension, (line) => lines.push(line));
  if (count.failed > 0) {
    lines.push(`${journey.title}: a check failed; this is the one repetition`);
    count = await attempt(journey, browser, installed, extension, (line) => lines.push(line));
    if (count.failed === 0) lines.push(`${journey.title}: passed only when repeated`);
  }
  console.log(lines.join('\n'));
  return count;
}

type Count = { passed: number; failed: number };

async function attempt(
  journey: Journey,
  browser: string,
  installed: Installed,
  extension: string,
  say: (line: string) => void,
): Promise<Count> {
  const count: Count = { passed: 0, failed: 0 };
  const standUp = await sitDown();
  const sitting = Date.now();
  say(journey.title);
  const server = await startServer(installed, extension, journey.trust);
  const windows: Workbench[] = [];
  const openWindow = async () => {
    const workbench = await Workbench.open(server.url, server.workspace, browser, journey.extensionTests);
    windows.push(workbench);
    return workbench;
  };
  const check = async (title: string, probe: () => Promise<void>) => {
    const begin = Date.now();
    await probe().catch((error: Error) => {
      throw new Error(`${title}: ${error.message}`);
    });
    count.passed++;
    say(`  ✓ ${title} (${secondsSince(begin)})`);
  };
  let timer: NodeJS.Timeout | undefined;
  try {
    journey.prepare(server.workspace);
    const tooLate = new Promise<never>((_, fail) => {
      timer = setTimeout(() => fail(new Error(`It took more than ${limit / 60_000} minutes.`)), limit);
    });
    const run = openWindow().then((workbench) => journey.run({ server, workbench, openWindow, standUp, check }));
    await Promise.race([run, tooLate]);
  } catch (error) {
    count.failed++;
    say(`  ✗ ${(error as Error).message}`);
    await windows
      .at(-1)
      ?.screenshot(`failed-${journey.title}`)
      .catch(() => {});
  } finally {
    clearTimeout(timer);
    for (const window of windows) await window.close().catch(() => {});
    await server.close();
    standUp();
    say(`  ${secondsSince(sitting)} in all`);
  }
  return count;
}

function secondsSince(moment: number): string {
  return `${((Date.now() - moment) / 1000).toFixed(1)} s`;
}
