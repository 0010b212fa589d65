import type { Gate, GatesPayload } from '../../../kernel/payloads/gates.ts';
import { pairNames } from '../../../kernel/payloads/reading/conflicts/words.ts';
import { type CsvValue, csv } from '../host/index.ts';
import { segmentName } from './segments.ts';

/** A report as tidy CSV, one number a line: `level,gate,segment,value of it,epoch,expert,statistic,number`. */
export function gatesCsv(payload: GatesPayload): string {
  const rows = payload.levels.flatMap(({ level, experts, gates, pairs, segmentations, similarity }) => [
    ...gates.flatMap((gate) => [
      ...wholes.map((name): readonly CsvValue[] => [level, gate.serves, null, null, null, null, name, gate[name]]),
      ...experts.flatMap(({ name: expert }, e) => [
        ...perExpert.flatMap((name): readonly (readonly CsvValue[])[] => {
          const value = gate[name]?.[e];
          return value == null ? [] : [[level, gate.serves, null, null, null, expert, name, value]];
        }),
        ...gate.history.map(({ epoch, mean }): readonly CsvValue[] => [
          level,
          gate.serves,
          null,
          null,
          epoch,
          expert,
          'mean',
          mean[e] ?? null,
        ]),
      ]),
    ]),
    ...pairs.flatMap(({ gates: [a = 0, b = 0], ...numbers }) => {
      const names = `${gates[a]?.serves} and ${gates[b]?.serves}`;
      return Object.entries(numbers).map(([name, value]): readonly CsvValue[] => [
        level,
        names,
        null,
        null,
        null,
        null,
        name,
        value,
      ]);
    }),
    ...experts.flatMap(({ name, conflicts = [] }) =>
      conflicts.map((cosine, pair): readonly CsvValue[] => {
        const between = pairNames(payload.tasks, payload.conflicts?.pairs[pair] ?? []);
        return [
          level,
          between,
          null,
          null,
          payload.conflicts?.epoch ?? null,
          name,
          'gradientCosine',
          cosine?.mean ?? null,
        ];
      }),
    ),
    ...similarity.cka.flatMap((row, i) =>
      row
        .slice(0, i)
        .map((value, j): readonly CsvValue[] => [
          level,
          null,
          null,
          null,
          null,
          `${experts[j]?.name} and ${experts[i]?.name}`,
          'cka',
          value,
        ]),
    ),
    ...segmentations.flatMap((segmentation) =>
      segmentation.segments.flatMap(({ label, rows: size, means }) => [
        [level, null, segmentName(segmentation), label, null, null, 'rows', size] satisfies readonly CsvValue[],
        ...gates.flatMap((gate, k) =>
          experts.map(({ name }, e): readonly CsvValue[] => [
            level,
            gate.serves,
            segmentName(segmentation),
            label,
            null,
            name,
            'mean',
            means[k]?.[e] ?? null,
          ]),
        ),
      ]),
    ),
  ]);
  return csv(['level', 'gate', 'segment', 'segment value', 'epoch', 'expert', 'statistic', 'number'], rows);
}

const wholes = [
  'entropy',
  'entropyOfMean',
  'routingInformation',
  'effectivePerRow',
  'effectiveOverall',
  'effectivePerRow2',
  'effectiveOverall2',
  'balance',
  'loadBalance',
  'largest',
  'saturated',
] as const satisfies readonly (keyof Gate)[];

const perExpert = ['mean', 'sd', 'overHalf', 'leads', 'contribution', 'ownership', 'ablation'] as const;
