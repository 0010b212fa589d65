/** JSON that keeps NaN and the infinities, which JSON itself turns into null. */
export function exactJson(value: unknown): string {
  return JSON.stringify(value, (_, entry: unknown) =>
    typeof entry === 'number' && !Number.isFinite(entry) ? { $number: String(entry) } : entry,
  );
}

/** @throws a SyntaxError when the text is no JSON. */
export function parseExactJson(text: string): unknown {
  return JSON.parse(text, (_, entry: unknown) =>
    typeof entry === 'object' && entry !== null && '$number' in entry ? Number(entry.$number) : entry,
  );
}
