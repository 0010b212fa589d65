/** When it is time for the next of what takes a while to make. Nothing is scheduled: whoever makes it asks. */
export type Pace = {
  readonly isDue: (at: number) => boolean;
  /** One was made, from `begun` to `ended` in milliseconds. */
  readonly made: (begun: number, ended: number) => void;
};

/**
 * At most one in `least` milliseconds, and fewer where they are dear: all together may take `share` of the time, but for one in `most`
 * milliseconds. What one takes is the least of the last few: another program may have had the processor meanwhile.
 */
export function createPace(least: number, most: number, share: number): Pace {
  let last: number | undefined;
  let taken: readonly number[] = [];
  return {
    isDue: (at) => last === undefined || at - last >= Math.min(most, Math.max(least, Math.min(...taken) / share)),
    made(begun, ended) {
      last = begun;
      taken = [...taken, ended - begun].slice(-4);
    },
  };
}
