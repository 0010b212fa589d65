import { enumerate } from './enumerate.ts';
import { slipsBetween } from './slips-between.ts';

/** A name that people may mean, and other words for it. */
export type Candidate = { readonly name: string; readonly also?: readonly string[] };

/**
 * The names that a person may have meant, the nearest first, at most three: those that differ in letter case and signs,
 * in a slip of the keys (swapped, missing, wrong letters: at most one in three; doubled ones), that are another word for it, its
 * initials (`lr`), or have it as a part (`units`, `towerUnits`).
 */
export function nearest(asked: string, candidates: readonly (string | Candidate)[]): string[] {
  const wanted = plain(asked);
  const scored = candidates.map((candidate) => {
    const { name, also = [] } = typeof candidate === 'string' ? { name: candidate } : candidate;
    return {
      name,
      score: Math.min(
        distanceTo(wanted, name),
        ...also.map((word) => (plain(word) === wanted ? 0 : Number.POSITIVE_INFINITY)),
      ),
    };
  });
  const near = scored.filter(({ score }) => score < Number.POSITIVE_INFINITY).sort((a, b) => a.score - b.score);
  const best = near[0]?.score ?? 0;
  return [...new Set(near.filter(({ score }) => score <= best + 1).map(({ name }) => name))].slice(0, 3);
}

/** "there is no column "amoutn"; did you mean "amount"? The columns are amount, clicks and time." */
export function noSuch(what: string, asked: string, candidates: readonly (string | Candidate)[]): string {
  const near = nearest(asked, candidates).map((name) => JSON.stringify(name));
  const guess = near.length > 0 ? `; did you mean ${enumerate(near, 'or')}?` : '.';
  const names = candidates.map((candidate) => (typeof candidate === 'string' ? candidate : candidate.name));
  const listed = names.length > 30 ? [...names.slice(0, 30), `${names.length - 30} more`] : names;
  const all =
    listed.length === 0
      ? 'There are none.'
      : listed.length === 1
        ? `The only ${what} is ${listed[0]}.`
        : `The ${what}s are ${enumerate(listed)}.`;
  return `there is no ${what} ${JSON.stringify(asked)}${guess} ${all}`;
}

function distanceTo(wanted: string, name: string): number {
  const candidate = plain(name);
  const slips = slipsBetween(wanted, candidate);
  if (slips <= Math.max(wanted.length, candidate.length) / 3) return slips;
  if (once(wanted) === once(candidate)) return 1;
  if (wanted.length > 1 && initials(name) === wanted) return 1;
  // A part of a name says less than a slip.
  if (wanted.length >= 3 && candidate.includes(wanted)) return 4;
  if (candidate.length >= 3 && wanted.includes(candidate)) return 4;
  return Number.POSITIVE_INFINITY;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** Without what a key that was hit twice adds. */
function once(word: string): string {
  return word.replace(/(.)\1+/gu, '$1');
}

/** `learningRate`, `learning-rate` and `learning_rate` have the initials `lr`. */
function initials(name: string): string {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').split(/[^\p{L}\p{N}]+/u);
  return words.length < 2 ? '' : words.map((word) => word.charAt(0).toLowerCase()).join('');
}
