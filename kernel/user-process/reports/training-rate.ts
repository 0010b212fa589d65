/** How fast a run goes, as shown: the mean of the last five seconds, renewed once a second so that it can be read. */
export type Rate = {
  readonly marks: readonly Mark[];
  readonly shown: { readonly stepsPerSecond: number; readonly secondsLeft: number } | null;
  readonly renewed: number;
};

type Mark = { readonly seconds: number; readonly step: number };

export const noRate: Rate = { marks: [{ seconds: 0, step: 0 }], shown: null, renewed: 0 };

const window = 5;
const between = 1;

/** `seconds` since the start of the run, `steps` planned in all. */
export function observeRate(rate: Rate, now: Mark, steps: number): Rate {
  if (now.seconds - rate.renewed < between) return rate;
  const marks = [...rate.marks.filter(({ seconds }) => now.seconds - seconds <= window + between), now];
  const oldest = marks.find(({ seconds }) => now.seconds - seconds <= window) ?? now;
  const elapsed = now.seconds - oldest.seconds;
  // A pause for evaluation can leave one mark only: what was shown stays.
  if (elapsed <= 0 || now.step <= oldest.step) return { ...rate, marks, renewed: now.seconds };
  const stepsPerSecond = (now.step - oldest.step) / elapsed;
  return { marks, shown: { stepsPerSecond, secondsLeft: (steps - now.step) / stepsPerSecond }, renewed: now.seconds };
}
