import ts from 'typescript';

/** TypeScript has two readings, and a cell is read as the kernel reads it (../cell-text.ts): with elements, unless only the other works. */
export type Reading = 'tsx' | 'ts';

/** How a cell reads, and its tree. */
export function readText(text: string): { readonly reading: Reading; readonly file: ts.SourceFile } {
  const tsx = parseAs('tsx', text);
  const mistake = mistakesOf(tsx)[0];
  if (!mistake) return { reading: 'tsx', file: tsx };
  const plain = parseAs('ts', text);
  const other = mistakesOf(plain)[0];
  return !other || isBetter(other, mistake, text) ? { reading: 'ts', file: plain } : { reading: 'tsx', file: tsx };
}

export function parseAs(reading: Reading, text: string): ts.SourceFile {
  const kind = reading === 'tsx' ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  return ts.createSourceFile(`cell.${reading}`, text, ts.ScriptTarget.ES2022, false, kind);
}

export function mistakesOf(file: ts.SourceFile): readonly ts.DiagnosticWithLocation[] {
  return (file as unknown as { readonly parseDiagnostics: readonly ts.DiagnosticWithLocation[] }).parseDiagnostics;
}

/** Where the parser stumbles in each reading; nowhere if one of them has no mistake. */
export function mistakesIn(text: string): readonly number[] {
  const [tsx = [], ts = []] = (['tsx', 'ts'] as const).map((reading) => mistakesOf(parseAs(reading, text)));
  return tsx.length === 0 || ts.length === 0 ? [] : [...tsx, ...ts].map(({ start }) => start);
}

/** Where both readings fail, the person meant the one that got further; a tag that nothing closes may be a type. */
function isBetter(plain: ts.Diagnostic, tsx: ts.Diagnostic, text: string): boolean {
  const noClosingTag = 17008;
  if (tsx.code !== noClosingTag) return (plain.start ?? 0) > (tsx.start ?? 0);
  const name = text.slice(tsx.start, (tsx.start ?? 0) + (tsx.length ?? 0));
  return /^(?:any|bigint|boolean|never|number|object|string|symbol|undefined|unknown|void)$/.test(name);
}
