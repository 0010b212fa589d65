import { askedName } from '../cell/index.ts';
import type { Content } from '../jupyter/index.ts';
import type { Inspect } from './inspect.ts';

/** Milliseconds: a hover gives up while TypeScript is being loaded; who ran a cell waits for the answer. */
const patience = 20_000;

/**
 * The page that answers a cell like `models.mmoe?`: what `inspect` tells of the name, as a payload of the reply that
 * Jupyter clients show. Undefined for any other cell, and for a name of which nothing is known.
 */
export async function pageFor(code: string, inspect: Inspect): Promise<Content | undefined> {
  const name = askedName(code);
  if (name === undefined) return undefined;
  const { found, data } = await inspect({ code: name, cursor_pos: name.length, detail_level: 0 }, patience);
  return found === true ? { source: 'page', data, start: 0 } : undefined;
}
