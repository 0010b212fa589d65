/** Whether a cell may be an object literal: its first sign is a brace, comments and blanks apart. */
export function beginsWithBrace(source: string): boolean {
  return /^(?:\s|\/\/[^\n\r\u2028\u2029]*|\/\*[\s\S]*?\*\/)*\{/.test(source);
}
