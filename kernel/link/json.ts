/**
 * A value as JSON in Unicode. Half of a surrogate pair (`'😀'.slice(0, 1)`) is no character: JSON would carry it as an escape, and
 * Python's clients fail when they write what they read. It becomes U+FFFD, as when Node writes it to a file.
 */
export function writeJson(value: unknown): string {
  const json = JSON.stringify(value);
  return json?.includes(startOfHalf) ? withoutHalves(json) : json;
}

/** Of JSON that has this, perhaps: the only escapes that begin so are those of halves, and those of a text that has a backslash there. */
export const startOfHalf = '\\ud';

export function withoutHalves(json: string): string {
  return json.replace(/\\(?:ud[89a-f][0-9a-f]{2}|.)/g, repaired);
}

function repaired(sequence: string): string {
  return sequence.startsWith(startOfHalf) ? '\ufffd' : sequence;
}
