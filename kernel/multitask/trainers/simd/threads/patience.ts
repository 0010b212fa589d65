/** How long a thread spins for the others before it sleeps. */
export type Patience = {
  /** Rounds that the next wait may spin. */
  readonly rounds: () => number;
  /** Whether the others came while it did. */
  readonly spun: (came: boolean) => void;
};

/**
 * Long enough for a thread that runs, which on a quiet machine all do. Where the others' cores were taken away, a spin takes the time
 * that they need to come: behind one in vain the next waits hardly spin, one of them after the first, and twice as many
 * each time that it was in vain again.
 */
export function createPatience(): Patience {
  let hasty = 0;
  let next = 1;
  return {
    rounds: () => (hasty === 0 ? patientRounds : hastyRounds),
    spun(came) {
      if (hasty > 0) hasty--;
      else if (came) next = Math.max(1, next / 2);
      else {
        hasty = next;
        next = Math.min(mostHasty, 2 * next);
      }
    },
  };
}

/** Of some 8 ns each. */
export const patientRounds = 8_000;
export const hastyRounds = 200;

/** Waits that may follow one in vain. */
export const mostHasty = 512;
