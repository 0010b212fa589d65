/** A text as a cell has it, in single quotes. */
export function codeLiteral(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** A text as one word of a command line: in double quotes where a shell would take it apart. */
export function shellWord(text: string): string {
  return /^[\w=./:,+-]+$/.test(text) ? text : `"${text}"`;
}
