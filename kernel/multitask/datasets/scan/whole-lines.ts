/** The same bytes, cut after newlines only; a newline is added at the end of a file that has none. */
export async function* wholeLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let rest: Uint8Array[] = []; // the beginning of a line whose end has not arrived
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(newlineByte) + 1;
    if (end === 0) {
      rest.push(chunk);
      continue;
    }
    const lines = chunk.subarray(0, end);
    yield rest.length > 0 ? Buffer.concat([...rest, lines]) : lines;
    rest = end < chunk.length ? [chunk.slice(end)] : [];
  }
  if (rest.length > 0) yield Buffer.concat([...rest, Uint8Array.of(newlineByte)]);
}

export const newlineByte = 10;
export const returnByte = 13;
