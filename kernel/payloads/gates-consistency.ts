import type { Gate, GatesLevel, GatesPayload } from './gates-payload.ts';

/** The first list that has not one entry per expert, gate or row of a triangle, or the first position that does not exist. */
export function explainInconsistency({ levels, tasks, conflicts }: GatesPayload): string | undefined {
  const pairs = conflicts?.pairs ?? [];
  for (const [i, pair] of pairs.entries()) {
    if (pair.length !== 2 || pair.some((task) => task >= tasks.length))
      return `payload.conflicts.pairs[${i}] is no pair of its ${tasks.length} tasks.`;
  }
  for (const [i, { cosines }] of (conflicts?.others ?? []).entries()) {
    if (cosines.length !== pairs.length)
      return `payload.conflicts.others[${i}].cosines has ${cosines.length} entries; ${pairs.length} were expected.`;
  }
  for (const [l, level] of levels.entries()) {
    const at = `payload.levels[${l}]`;
    for (const { where, list, length } of lists(level, pairs.length)) {
      if (list.length !== length) return `${at}.${where} has ${list.length} entries; ${length} were expected.`;
    }
    for (const { where, position, length } of positions(level, tasks.length)) {
      if (position >= length) return `${at}.${where} is ${position}, but there are only ${length}, counted from 0.`;
    }
  }
  return undefined;
}

type ExpectedLength = { readonly where: string; readonly list: readonly unknown[]; readonly length: number };

function* lists(
  { experts, gates, pairs, similarity, segmentations, rows }: GatesLevel,
  pairsOfTasks: number,
): Iterable<ExpectedLength> {
  const perExpert = experts.length;
  for (const [e, { conflicts }] of experts.entries()) {
    if (conflicts) yield { where: `experts[${e}].conflicts`, list: conflicts, length: pairsOfTasks };
  }
  for (const [k, gate] of gates.entries()) {
    for (const [name, list] of perExpertLists(gate)) yield { where: `gates[${k}].${name}`, list, length: perExpert };
  }
  for (const [i, pair] of pairs.entries()) yield { where: `pairs[${i}].gates`, list: pair.gates, length: 2 };
  for (const [name, triangle] of Object.entries(similarity)) {
    if (triangle === undefined) continue;
    yield { where: `similarity.${name}`, list: triangle, length: perExpert };
    for (const [i, list] of triangle.entries()) yield { where: `similarity.${name}[${i}]`, list, length: i + 1 };
  }
  for (const [i, list] of (rows?.lines ?? []).entries()) {
    yield { where: `rows.lines[${i}]`, list, length: rows?.columns.length ?? 0 };
  }
  for (const [s, { segments }] of segmentations.entries()) {
    for (const [i, { means }] of segments.entries()) {
      const where = `segmentations[${s}].segments[${i}].means`;
      yield { where, list: means, length: gates.length };
      for (const [k, list] of means.entries()) yield { where: `${where}[${k}]`, list, length: perExpert };
    }
  }
}

function* perExpertLists(gate: Gate): Iterable<[name: string, list: readonly unknown[]]> {
  for (const name of ['mean', 'sd', 'histogram', 'overHalf', 'leads', 'contribution', 'ownership'] as const) {
    yield [name, gate[name]];
  }
  if (gate.ablation !== undefined) yield ['ablation', gate.ablation];
  for (const [i, { mean }] of gate.history.entries()) yield [`history[${i}].mean`, mean];
}

type ExpectedPosition = { readonly where: string; readonly position: number; readonly length: number };

function* positions({ experts, gates, pairs, rows }: GatesLevel, tasks: number): Iterable<ExpectedPosition> {
  for (const [k, { task, drivers = [] }] of gates.entries()) {
    if (task !== null) yield { where: `gates[${k}].task`, position: task, length: tasks };
    for (const [i, { expert }] of drivers.entries()) {
      yield { where: `gates[${k}].drivers[${i}].expert`, position: expert, length: experts.length };
    }
  }
  for (const [e, { without }] of experts.entries()) {
    for (const [i, { task }] of (without?.tasks ?? []).entries()) {
      yield { where: `experts[${e}].without.tasks[${i}].task`, position: task, length: tasks };
    }
  }
  if (rows) {
    yield { where: 'rows.gate', position: rows.gate, length: gates.length };
    yield { where: 'rows.expert', position: rows.expert, length: experts.length };
  }
  for (const [i, pair] of pairs.entries()) {
    for (const gate of pair.gates) yield { where: `pairs[${i}].gates`, position: gate, length: gates.length };
  }
}
