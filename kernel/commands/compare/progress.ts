import type { StudyProgress } from '../../multitask/experiments/index.ts';

/** How far a comparison is, in one line: `7 of 30 trials · 0:42 left · mmoe seed 3, epoch 2 of 5 · …`. */
export function progressWords({ study, trials, running, secondsLeft }: StudyProgress): string {
  const failed = study.trials.filter(({ state }) => state === 'failed').length;
  return [
    `${study.trials.length} of ${trials} trials`,
    ...(failed === 0 ? [] : [`${failed} failed`]),
    ...(secondsLeft === undefined ? [] : [`about ${clock(secondsLeft)} left`]),
    ...running.map(
      ({ candidate, seed, epoch, epochs }) =>
        `${candidate} seed ${seed}, epoch ${Math.min(epoch + 1, epochs)} of ${epochs}`,
    ),
  ].join(' · ');
}

function clock(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
