import { escapeMarkup } from '../../kernel/text/index.ts';

const names = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;

/** Text with the escape sequences of a terminal as markup: its sixteen colours and its weights are classes, the rest is left out. */
export function ansiMarkup(text: string): string {
  let style: Style = {};
  let markup = '';
  let at = 0;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
  for (const sequence of text.matchAll(/\u001b(?:\[([0-9;?]*)([A-Za-z])|\][^\u0007\u001b]*(?:\u0007|\u001b\\))/g)) {
    markup += span(text.slice(at, sequence.index), style);
    at = sequence.index + sequence[0].length;
    if (sequence[2] === 'm') style = after(style, sequence[1] ?? '');
  }
  return markup + span(text.slice(at), style);
}

type Style = { readonly colour?: string | undefined; readonly weight?: string | undefined };

function span(text: string, { colour, weight }: Style): string {
  const classes = [colour, weight].filter((each) => each !== undefined).join(' ');
  return text === '' || classes === '' ? escapeMarkup(text) : `<span class="${classes}">${escapeMarkup(text)}</span>`;
}

/** The style behind “select graphic rendition” (ECMA-48, 8.3.117). */
function after(before: Style, parameters: string): Style {
  let style = before;
  const codes = parameters.split(';').map(Number);
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] ?? 0;
    if (code === 0) style = {};
    else if (code === 1) style = { ...style, weight: 'bold' };
    else if (code === 3) style = { ...style, weight: 'italic' };
    else if (code === 4) style = { ...style, weight: 'underline' };
    else if (code >= 22 && code <= 24) style = { ...style, weight: undefined };
    else if (code >= 30 && code <= 37) style = { ...style, colour: `ansi-${names[code - 30]}` };
    else if (code >= 90 && code <= 97) style = { ...style, colour: `ansi-${names[code - 90]}` };
    else if (code === 39) style = { ...style, colour: undefined };
    // Colours out of 256 (38;5;n) or of three numbers (38;2;r;g;b), of text or ground: none of the page's own.
    else if (code === 38 || code === 48) i += codes[i + 1] === 5 ? 2 : 4;
  }
  return style;
}
