import type { GatesLevel, GatesPayload } from '../../payloads/gates.ts';
import { conflictRowSentence } from '../../payloads/reading/conflicts/gates.ts';
import { answerLines } from '../../payloads/reading/gates/answers.ts';
import { gateMeasures } from '../../payloads/reading/gates/measures.ts';
import { isConnected, reportFacts } from '../../payloads/reading/gates/words.ts';
import { fraction, plainText, tableText, weight } from '../../text/index.ts';

/** The report for clients that show text: verdict, mean weights and statistics, the numbers of the picture. */
export function gatesText(payload: GatesPayload): string {
  const { verdict, levels, title } = payload;
  const alarms = [verdict, ...verdict.more].map(
    ({ headline, detail }) => `${plainText(headline)} ${plainText(detail)}`,
  );
  const answers = answerLines(payload);
  return [
    [`Gate report · ${title}`, ...reportFacts(payload)].join(' · '),
    ...alarms.map((alarm) => alarm.trim()),
    ...levels.flatMap((level) => [
      '',
      ...(levels.length > 1 ? [`Level ${level.level}`] : []),
      utilisation(level),
      '',
      statistics(level),
      ...(payload.conflicts ? ['', conflictRowSentence(payload, level)] : []),
    ]),
    ...(answers.length === 0 ? [] : ['', ...answers]),
  ].join('\n');
}

/** Experts down, gates across: that fits 80 characters with any number of experts. */
function utilisation({ experts, gates }: GatesLevel): string {
  const header = ['mean ± sd', ...gates.map(({ serves }) => serves)];
  const rows = experts.map(({ label }, e) => [
    label,
    ...gates.map((gate) => (isConnected(gate, e) ? `${weight(gate.mean[e])} ± ${weight(gate.sd[e])}` : '–')),
  ]);
  return tableText({ header, rows });
}

function statistics({ gates, pairs }: GatesLevel): string {
  const header = ['', ...gates.map(({ serves }) => serves)];
  const rows = gateMeasures.map(({ title, value, text }) => [
    title.join(' '),
    ...gates.map((gate) => text(value(gate))),
  ]);
  const notes = pairs.map(({ gates: [a = 0, b = 0], divergence, shared }) => {
    const names = `${gates[a]?.serves} and ${gates[b]?.serves}`;
    return `JS divergence of ${names}: ${fraction(divergence, 2)} bit, shared weight ${fraction(shared, 2)}`;
  });
  return tableText({ header, rows, notes });
}
