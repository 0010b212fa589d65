/** Colours and weights of a character, as SGR codes (ECMA-48) by what they set. */
export type Style = Readonly<Record<string, string>>;

export const plain: Style = {};

/** The style after `\x1b[…m`. */
export function styled(style: Style, parameters: string): Style {
  const codes = parameters.replaceAll(':', ';').split(';');
  let next: Record<string, string> = { ...style };
  for (let i = 0; i < codes.length; i++) {
    const code = Number(codes[i] ?? 0);
    if (code === 0) next = {};
    else if (code === 38 || code === 48) {
      // 5;n is one of 256 colours, 2;r;g;b any colour.
      const length = codes[i + 1] === '2' ? 5 : 3;
      next[code === 38 ? 'foreground' : 'background'] = codes.slice(i, i + length).join(';');
      i += length - 1;
    } else {
      const [name, isSet] = attributeOf(code);
      if (isSet) next[name] = String(code);
      else for (const each of name.split(' ')) delete next[each];
    }
  }
  return next;
}

function attributeOf(code: number): readonly [name: string, isSet: boolean] {
  if ((code >= 30 && code <= 39) || (code >= 90 && code <= 97)) return ['foreground', code !== 39];
  if ((code >= 40 && code <= 49) || (code >= 100 && code <= 107)) return ['background', code !== 49];
  const ends: Readonly<Record<number, string>> = {
    22: '1 2',
    23: '3',
    24: '4 21',
    25: '5 6',
    27: '7',
    28: '8',
    29: '9',
  };
  const ended = ends[code];
  return ended === undefined ? [String(code), true] : [ended, false];
}

export function isPlain(style: Style): boolean {
  return Object.keys(style).length === 0;
}

/** What turns one style into another. */
export function change(from: Style, to: Style): string {
  const codes = Object.values(to);
  if (Object.values(from).join() === codes.join()) return '';
  const isMore = Object.entries(from).every(([name, code]) => to[name] === code);
  const added = isMore ? codes.filter((code) => !Object.values(from).includes(code)) : codes;
  return `\x1b[${isMore ? added.join(';') : ['0', ...codes].join(';')}m`;
}
