import { percentCompletions } from '../cell/index.ts';
import type { Content } from '../jupyter/index.ts';
import type { Compiler } from './compiler.ts';
import { type Cursor, cursorAt, toCharacters } from './cursor.ts';
import type { LiveValues } from './live-values.ts';
import type { TypeAnswer, TypedMember, Types } from './types.ts';

export type CompleterOptions = {
  readonly live: LiveValues;
  readonly types: Types;
  readonly compiler: Pick<Compiler, 'percentLines'>;
  /** The cells that ran. */
  cells(): readonly string[];
};

/** How long TypeScript may take when live values gave an answer, and when they gave none; milliseconds. */
const shortly = 80;
const patiently = 4_000;

/** Answers `complete_request` from live values, which is instant and knows what an `any` really is, and from types. */
export function createCompleter({
  live,
  types,
  compiler,
  cells,
}: CompleterOptions): (content: Content) => Promise<Content> {
  return async ({ code: given, cursor_pos: position }) => {
    const code = String(given ?? '');
    const { prefix, receiver, start, end } = cursorAt(code, Number(position ?? 0));
    const percent = code.includes('%') ? percentCompletions(code, await compiler.percentLines(code), end) : undefined;
    const commands = (percent?.items ?? []).map((item): TypedMember => ({ name: item.name, type: 'command' }));
    if (percent?.isOnly) return reply(code, commands, percent);

    const typing = types.ask({ kind: 'complete', sources: [...cells(), code], offset: end }, patiently);

    const asked = receiver === undefined ? live.globals() : receiver ? live.members(receiver) : undefined;
    const alive = (await Promise.race([asked, unlessSoon(typing, prefix)])) ?? [];
    const found = ranked(alive, prefix);
    const typed =
      found.length === 0 ? await typing : await Promise.race([typing, delay(types.isReady() ? shortly : 0)]);
    const members = merged(receiver === undefined && isMember(typed) ? [] : found, typedNames(typed, prefix));
    return reply(code, merged(commands, members), { start, end });
  };
}

function reply(code: string, members: readonly TypedMember[], { start, end }: Pick<Cursor, 'start' | 'end'>): Content {
  const range = { start: toCharacters(code, start), end: toCharacters(code, end) };
  return {
    matches: members.map(({ name }) => name),
    cursor_start: range.start,
    cursor_end: range.end,
    metadata: { _jupyter_types_experimental: members.map(({ name, type }) => ({ text: name, type, ...range })) },
  };
}

/** Resolves where types have names to offer and a moment passed: a cell spins, and its process says nothing of its values. */
async function unlessSoon(typing: Promise<TypeAnswer | undefined>, prefix: string): Promise<undefined> {
  const names = typedNames(await typing, prefix);
  if (names.length === 0) await new Promise(() => {});
  return delay(shortly);
}

/** Globals have no place in `fit(rows, { ep`. */
function isMember(answer: TypeAnswer | undefined): boolean {
  return answer?.kind === 'complete' && answer.isMember;
}

function typedNames(answer: TypeAnswer | undefined, prefix: string): readonly TypedMember[] {
  return answer?.kind === 'complete' ? ranked(answer.members, prefix) : [];
}

async function delay(milliseconds: number): Promise<undefined> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function merged(first: readonly TypedMember[], second: readonly TypedMember[]): readonly TypedMember[] {
  const names = new Set(first.map(({ name }) => name));
  return [...first, ...second.filter(({ name }) => !names.has(name))];
}

/** Those that begin as written, whatever the case if none does exactly; private ones last. */
function ranked(members: readonly TypedMember[], prefix: string): readonly TypedMember[] {
  const exact = members.filter(({ name }) => name.startsWith(prefix));
  const lower = prefix.toLowerCase();
  const matching = exact.length > 0 ? exact : members.filter(({ name }) => name.toLowerCase().startsWith(lower));
  const unique = [...new Map(matching.map((member) => [member.name, member])).values()];
  const isPrivate = ({ name }: TypedMember): number => Number(name.startsWith('_') && !prefix.startsWith('_'));
  return unique.sort((a, b) => isPrivate(a) - isPrivate(b));
}
