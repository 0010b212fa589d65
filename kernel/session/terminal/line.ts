import { change, isPlain, plain, type Style, styled } from './style.ts';

export type Character = { readonly text: string; readonly style: Style };
export type Line = {
  /** With its escape codes, where nothing has moved in it yet. */
  raw?: string;
  /** How the line begins. */
  readonly start: Style;
  characters?: (Character | undefined)[];
};

/** Text, and what a terminal obeys: line ends, carriage returns, backspaces, escape sequences. */
export const controls =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a terminal obeys
  /\r*\n|\r|[\b]|\x1b\[([0-?]*)[ -/]*([@-~])|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[PX^_][^\x1b]*\x1b\\|\x1b[ -/]*[0-~]|[^\r\n\b\x1b]+|\x1b/g;

/** A line with its colours. */
export function rendered(line: Line): string {
  if (!line.characters) return line.raw ?? '';
  // A line above may leave its colour on.
  let text = isPlain(line.start) ? '' : '\x1b[0m';
  let style = plain;
  const { characters } = line;
  let end = characters.length;
  while (end > 0 && characters[end - 1] === undefined) end--;
  for (const each of Array.from(characters.slice(0, end))) {
    const { text: own, style: next } = each ?? { text: ' ', style: plain };
    text += change(style, next) + own;
    style = next;
  }
  return isPlain(style) ? text : `${text}\x1b[0m`;
}

/** The characters of a line in which nothing has moved. */
export function charactersOf(raw: string, start: Style): Character[] {
  const characters: Character[] = [];
  let style = start;
  for (const [part, parameters, command] of raw.matchAll(controls)) {
    if (command === 'm') style = styled(style, parameters ?? '');
    else if (!part.startsWith('\x1b')) {
      for (const text of part) {
        const width = widthOf(text);
        const before = characters.at(-1);
        if (width === 0 && before) characters[characters.length - 1] = { ...before, text: before.text + text };
        else characters.push({ text, style });
        if (width === 2) characters.push({ text: '', style });
      }
    }
  }
  return characters;
}

/** The style behind a text. */
export function styleAfter(style: Style, text: string): Style {
  if (!text.includes('\x1b')) return style;
  let after = style;
  for (const [, parameters, command] of text.matchAll(controls)) {
    if (command === 'm') after = styled(after, parameters ?? '');
  }
  return after;
}

/** How many columns a character takes: none for marks, two for emoji and the scripts of East Asia. */
export function widthOf(character: string): 0 | 1 | 2 {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (/^[\p{Mn}\p{Me}\p{Cf}]$/u.test(character)) return 0;
  return /^(\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}])$/u.test(
    character,
  )
    ? 2
    : 1;
}
