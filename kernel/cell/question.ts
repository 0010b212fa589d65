/** The name that a cell like `models.mmoe?` (or `??`) asks about: nothing in TypeScript, and a question in IPython, Julia and R. */
export function askedName(text: string): string | undefined {
  return /^\s*([\w$.]+)\s*\?{1,2}\s*;?\s*$/.exec(text)?.[1];
}
