/** How to settle something, in a cell and on the command line: `say csv: { header: 3 } (--header 3)`. */
export function say(option: string, flag: string): string {
  return `say csv: { ${option} } (on the command line ${flag})`;
}
