import { count, enumerate, fraction, percent, weight } from '../../../text/index.ts';
import type { Gate, GatesLevel, GatesPayload } from '../../gates.ts';
import { topExperts } from './expert-use.ts';
import { closestExperts, isConnected } from './words.ts';

/** A word of the report, and what it says here. */
export type Explained = { readonly word: string; readonly text: string };

/** The report in thirty seconds, on its own numbers: what the map, its statistics and its comparisons say of this model. */
export function explainLevel(payload: GatesPayload, level: GatesLevel): readonly Explained[] {
  const [gate] = level.gates;
  if (!gate) return [];
  return [
    ...mapWords(payload, level, gate),
    expertWords(payload, gate),
    routingWords(gate),
    ...sharingWords(level),
    ...likenessWords(level),
  ];
}

function mapWords({ rows }: GatesPayload, level: GatesLevel, gate: Gate): readonly Explained[] {
  const [first] = topExperts(level, gate.mean, 1);
  if (!first || !isConnected(gate, first.e)) return [];
  const { label, mean } = first;
  return [
    {
      word: 'The map',
      text:
        `A gate decides how much of each expert a task uses, row by row; the weights of a row add up to 1. Over ${count(rows)} rows ` +
        `${gate.serves} gives ${label} ${weight(mean)} on average: ${percent(mean)} of its mix. ` +
        `± ${weight(gate.sd[first.e])} is how far that differs from row to row (standard deviation).`,
    },
  ];
}

function expertWords({ rows }: GatesPayload, gate: Gate): Explained {
  const { effectivePerRow: each, effectiveOverall: all, experts } = gate;
  return {
    word: 'Effective experts',
    text:
      `One row of ${gate.serves} uses about ${each.toFixed(1)} of ${experts} experts, all ${count(rows)} rows together about ` +
      `${all.toFixed(1)}. ${all - each < 0.5 ? 'About the same: every row uses the same few.' : 'More together than alone: different rows use different ones.'}`,
  };
}

function routingWords({ serves, routingInformation: information }: Gate): Explained {
  const said =
    information < 0.02
      ? 'all rows get the same mix: the gate might as well not be there'
      : information < 0.15
        ? 'rows are routed a little differently'
        : information < 0.5
          ? 'which expert a row goes to depends on the row'
          : 'almost every row goes to an expert of its own kind';
  return {
    word: 'Routing information',
    text: `How differently rows are routed, from 0 (all alike) to 1. For ${serves} it is ${weight(information, 2)}: ${said}.`,
  };
}

function sharingWords({ gates, pairs }: GatesLevel): readonly Explained[] {
  const pair = pairs.toSorted((a, b) => b.divergence - a.divergence)[0];
  if (!pair) return [];
  const names = enumerate(pair.gates.map((gate) => gates[gate]?.serves ?? ''));
  const most = pairs.length > 1 ? `${names} differ most: ` : `${names}: `;
  return [
    {
      word: 'JS divergence and shared weight',
      text:
        'How differently two tasks use the experts, from 0 (the same shares) to 1 bit (nothing in common). ' +
        `${most}${fraction(pair.divergence, 2)} bit; ${percent(pair.shared)} of their weight is on the same experts.`,
    },
  ];
}

function likenessWords(level: GatesLevel): readonly Explained[] {
  if (level.experts.length < 2) return [];
  const closest = closestExperts(level);
  const said = closest
    ? `${enumerate(closest.labels)} are the most alike, ${weight(closest.cka, 2)}: ${closest.cka >= 0.95 ? 'one of them could go' : 'alike, but not the same'}.`
    : 'No two used experts are above .50: each computes something of its own.';
  return [
    {
      word: 'CKA',
      text: `How alike two experts compute on the same rows, from 0 (unrelated) to 1 (the same). ${said}`,
    },
  ];
}
