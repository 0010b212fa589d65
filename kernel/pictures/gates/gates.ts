import type { GatesLevel, GatesPayload } from '../../payloads/gates.ts';
import { conflictRowSentence } from '../../payloads/reading/conflicts/gates.ts';
import { mapDensity } from '../../payloads/reading/gates/look.ts';
import { gateSentence } from '../../payloads/reading/gates/words.ts';
import { judgementOfGates } from '../../payloads/reading/judgement.ts';
import { plainText } from '../../text/index.ts';
import { light } from '../light.ts';
import { picture, type Svg, svg } from '../svg.ts';
import { verdictPicture } from '../verdict.ts';
import { mostBars } from './bars.ts';
import { type Columns, gateColumns } from './columns.ts';
import { gateConflict } from './conflict.ts';
import { gatesTitle, levelHeading } from './head.ts';
import { gateHistograms } from './histograms.ts';
import { gateMap } from './map.ts';
import { gateTable } from './table.ts';

/** A gate report as a still SVG of 860 px for clients without our renderer: verdict, map, histograms, statistics. */
export function gatesPicture(payload: GatesPayload): Svg {
  const parts: Svg[] = [];
  let y = 12;
  const add = ({ svg: drawn, height }: { svg: Svg; height: number }, after: number) => {
    parts.push(drawn);
    y += height + after;
  };
  add(gatesTitle(payload, left, right, y), 8);
  add(verdictPicture(judgementOfGates(payload.verdict), left, right, y), 12);
  for (const level of payload.levels) {
    if (parts.reduce((size, part) => size + part.length, 0) > mostCharacters) {
      add(levelHeading(`Level ${level.level} and those above are not drawn here.`, left, right, y), 0);
      break;
    }
    if (payload.levels.length > 1) add(levelHeading(`Level ${level.level}`, left, right, y), 0);
    const columns = gateColumns(left, right, Math.min(mostBars, level.experts.length));
    for (const panel of levelPanels(payload, firstRows(level), columns)) add(panel(y), 14);
    const hidden = level.gates.length - mostGatesDrawn;
    if (hidden > 0) add(levelHeading(`${hidden} more gates are not drawn here.`, left, right, y), 0);
  }
  return picture({ width, height: y + 4 }, sentenceOf(payload), light.background, parts);
}

/** A picture is kept in the notebook's file: past this no further level is begun, so that 150 KB are never reached. */
const mostCharacters = 60_000;

/** Gates of one level that are drawn; the text of the output has them all. */
const mostGatesDrawn = 24;

const width = 860;
const left = 16;
const right = width - 16;

function firstRows(level: GatesLevel): GatesLevel {
  if (level.gates.length <= mostGatesDrawn) return level;
  const pairs = level.pairs.filter(({ gates }) => gates.every((gate) => gate < mostGatesDrawn));
  return { ...level, gates: level.gates.slice(0, mostGatesDrawn), pairs };
}

function levelPanels(payload: GatesPayload, level: GatesLevel, columns: Columns) {
  // Histograms of many gates or experts would be too small to read, and too many for a file that is kept in a notebook.
  const hasHistograms = level.gates.length <= 4 && mapDensity(level, columns.width) !== 'bars';
  return [
    (top: number) => gateMap(level, columns, top),
    ...(payload.conflicts ? [(top: number) => gateConflict(payload, level, columns, right, top)] : []),
    ...(hasHistograms ? [(top: number) => gateHistograms(level, columns, top)] : []),
    (top: number) => {
      const rule = svg('path', { d: `M${left} ${top + 0.5}H${right}`, stroke: light.hairline });
      const table = gateTable(level, left, right, top + 8);
      return { svg: rule + table.svg, height: table.height + 8 };
    },
  ];
}

/** The verdict and the mean weights, for whoever cannot see the picture. */
function sentenceOf(payload: GatesPayload): string {
  const { title, verdict, levels } = payload;
  const remarks = [verdict, ...verdict.more].map(
    ({ headline, detail }) => `${plainText(headline)} ${plainText(detail)}`,
  );
  const gates = levels.flatMap((level) =>
    level.experts.length > 24 ? [] : level.gates.map((gate) => `${gateSentence(level, gate)}.`),
  );
  const pulls = payload.conflicts === undefined ? [] : levels.map((level) => conflictRowSentence(payload, level));
  return [`Gate report of ${title}.`, ...remarks, ...gates, ...pulls].join(' ');
}
