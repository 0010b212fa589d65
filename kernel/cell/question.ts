/** The name that a cell like `models.mmoe?` asks about: nothing in TypeScript, and a question in IPython, Julia and R. */
export function askedName(text: string): string | undefined {
  return /^\s*([\w$.]+)\s*\?\s*;?\s*$/.exec(text)?.[1];
}
