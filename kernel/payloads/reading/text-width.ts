/** About how many pixels a text takes in a sans-serif font, rather too much than too little. */
export function textWidth(text: string, size = 12, weight: 400 | 600 = 400): number {
  return [...text].length * size * (weight === 600 ? 0.62 : 0.58);
}

/** Where a text at a mark stands: centred, or with its start or end there where an edge of `columns` pixels is close. */
export function besideMark(text: string, x: number, columns: number, weight: 400 | 600 = 400): TextAtMark {
  const width = textWidth(text, 11, weight);
  if (x + width / 2 > columns) return { text, anchor: 'end', left: x - width, right: x };
  if (x < width / 2) return { text, anchor: 'start', left: x, right: x + width };
  return { text, anchor: 'middle', left: x - width / 2, right: x + width / 2 };
}

export type TextAtMark = {
  readonly text: string;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly left: number;
  readonly right: number;
};

/** The text, cut with "…" to about `width` pixels. */
export function fitted(text: string, width: number, size = 12, weight: 400 | 600 = 400): string {
  const most = Math.max(1, Math.floor(width / textWidth('x', size, weight)));
  const list = [...text];
  return list.length <= most ? text : `${list.slice(0, most - 1).join('')}…`;
}

/** Breaks a sentence into lines of about `width` pixels, at most `most` of them. */
export function wrapped(text: string, width: number, size = 12, most = 3): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/ +/).filter((each) => each !== '')) {
    const last = lines.at(-1);
    if (last === undefined || textWidth(`${last} ${word}`, size) > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  const shown = lines.length <= most ? lines : [...lines.slice(0, most - 1), lines.slice(most - 1).join(' ')];
  return shown.map((line) => fitted(line, width, size));
}
