import type { Content } from '../jupyter/messages.ts';
import type { Member } from '../user-process/protocol.ts';
import { cursorAt, toCharacters } from './cursor.ts';
import type { LiveValues } from './live-values.ts';

/** Answers `complete_request` from live values, which is instant and knows what an `any` really is, and from types. */
export function createCompleter(live: LiveValues): (content: Content) => Promise<Content> {
  return async ({ code: given, cursor_pos: position }) => {
    const code = String(given ?? '');
    const cursor = cursorAt(code, Number(position ?? 0));
    const { prefix, receiver, start, end } = cursor;
    const found =
      receiver === undefined ? await live.globals() : receiver ? ((await live.members(receiver)) ?? []) : [];
    const members = ranked(found, prefix);
    return {
      matches: members.map(({ name }) => name),
      cursor_start: toCharacters(code, start),
      cursor_end: toCharacters(code, end),
      metadata: {
        _jupyter_types_experimental: members.map(({ name, type }) => ({
          text: name,
          type,
          start: toCharacters(code, start),
          end: toCharacters(code, end),
        })),
      },
    };
  };
}

/** Those that begin as written, whatever the case if none does exactly; private ones last. */
function ranked(members: readonly Member[], prefix: string): readonly Member[] {
  const exact = members.filter(({ name }) => name.startsWith(prefix));
  const lower = prefix.toLowerCase();
  const matching = exact.length > 0 ? exact : members.filter(({ name }) => name.toLowerCase().startsWith(lower));
  const unique = [...new Map(matching.map((member) => [member.name, member])).values()];
  const isPrivate = ({ name }: Member): number => Number(name.startsWith('_') && !prefix.startsWith('_'));
  return unique.sort((a, b) => isPrivate(a) - isPrivate(b));
}
