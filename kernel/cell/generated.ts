import { runtime } from '../link/index.ts';

/** What ./rewrite.ts puts before the code of a function that waits: it asks whose code goes on. */
export const remember = `const __resumed = globalThis.${runtime}?.resumption() ?? ((value) => value);`;

/** The beginning of the call that says so after each wait: of the cell's own code, and of its functions. */
export function resumedBy(execution: number | undefined): string {
  return execution === undefined ? '__resumed(' : `${runtime}.resumed(${execution}, `;
}

/** The statement that says so where no value passes. */
export function resumption(execution: number | undefined): string {
  return `void ${resumedBy(execution)}0);`;
}

/** Whether this code of a cell awaits something itself. */
export function waits(code: string): boolean {
  return code.includes(`${runtime}.resumed(`);
}

/** Whether the statement that begins here is one of those, or another that no person wrote: a debugger does not stop there. */
export function isGenerated(code: string): boolean {
  return generated.test(code);
}

const generated = new RegExp(
  `^(?:globalThis\\.${runtime}\\?\\.resumption\\(|${runtime}\\.timing\\(|let __timed|void (?:${runtime}\\.resumed\\(\\d+, |__resumed\\()0\\);|${runtime}\\.used\\(|void 0;)`,
);

/** Whether a statement of compiled code is what a `%` line became. */
export function isPercentCall(code: string, { start }: { readonly start: number }): boolean {
  return percentCall.test(code.slice(start, start + 40));
}

const percentCall = new RegExp(`^(?:await )?${runtime}\\.(?:command|timing)\\(`);
