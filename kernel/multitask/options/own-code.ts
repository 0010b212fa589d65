import { errorMessage } from '../../text/index.ts';

/**
 * Runs a function of a person's own.
 * @param what what was called, and for what, e.g. `metric "lift" of task "buy"`.
 * @throws where the function does: an error that names what was called and says what was wrong; `cause` is what was thrown.
 */
export function ownCode<Result>(what: string, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    throw new Error(`${what} failed: ${errorMessage(cause)}`, { cause });
  }
}
