import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisTicks } from '../../../../kernel/payloads/reading/axis-ticks.ts';
import { axisUnits, runAxis, shownEpochs, shownSteps } from '../../../../kernel/payloads/reading/run-axis.ts';
import { textWidth } from '../../../../kernel/payloads/reading/text-width.ts';
import type { TrainingPayload, TrainingState } from '../../../../kernel/payloads/training.ts';
import { trainingExamples } from '../../../support/training-payloads.ts';

const { finished } = trainingExamples;

/** A run of 100 steps an epoch, one second each, at a step of its plan. */
function at(state: TrainingState, step: number, epochs: number): TrainingPayload {
  const progress = { ...finished.progress, step, epochs, stepsPerEpoch: 100, steps: 100 * epochs, seconds: step };
  return { ...finished, state, progress, epochs: [] };
}

describe('what is drawn of a run', () => {
  it.each([
    ['running', 0, 3, 300],
    ['running', 299, 3, 300],
    ['running', 1, 900, 800],
    ['running', 800, 900, 800],
    ['running', 801, 900, 1600],
    ['running', 70_000, 900, 90_000],
    ['interrupted', 2750, 900, 2750],
    ['failed', 1, 900, 1],
    ['failed', 0, 900, 800],
    ['finished', 500, 900, 500],
  ] as const)('%s at step %d of %d epochs: %d steps', (state, step, epochs, shown) => {
    expect(shownSteps(at(state, step, epochs))).toBe(shown);
  });

  it('moves seldom: a run of 900 epochs eight times', () => {
    const ends = Array.from({ length: 90_000 }, (_, i) => shownSteps(at('running', i + 1, 900)));
    expect([...new Set(ends)]).toEqual([800, 1600, 3200, 6400, 12_800, 25_600, 51_200, 90_000]);
  });

  it('in epochs, of which the last may be broken off', () => {
    expect(shownEpochs(at('interrupted', 2750, 900))).toBe(28);
    expect(shownEpochs(at('running', 5, 900))).toBe(8);
  });

  it('is as long as the longest of the compared runs once it has ended, not before', () => {
    const rival = at('finished', 6000, 60);
    expect(runAxis(at('finished', 400, 4), [rival]).steps).toBe(6000);
    expect(runAxis(at('running', 400, 4), [rival]).steps).toBe(400);
  });
});

describe('places', () => {
  /** Epoch 1 takes 10 seconds, epoch 2 takes 30. */
  const uneven: TrainingPayload = {
    ...at('finished', 200, 2),
    epochs: [
      { epoch: 1, step: 100, seconds: 10, train: {} },
      { epoch: 2, step: 200, seconds: 40, train: {} },
    ],
    progress: { ...at('finished', 200, 2).progress, seconds: 40 },
  };

  it('by time are exact at the ends of epochs, by steps between, and at the mean pace beyond', () => {
    const { at: place, stepAt } = runAxis(uneven, [], 'time');
    expect([0, 50, 100, 150, 200, 300].map(place)).toEqual([0, 5, 10, 25, 40, 60]);
    expect([0, 5, 10, 25, 40, 60].map(stepAt)).toEqual([0, 50, 100, 150, 200, 300]);
  });

  it('of a compared run are at equal epochs, or at equal time', () => {
    const slow = { ...uneven, progress: { ...uneven.progress, stepsPerEpoch: 200 } };
    expect(runAxis(uneven, [slow], 'step').fromRival(slow, 200)).toBe(100);
    expect(runAxis(uneven, [slow], 'epoch').toRival(slow, 100)).toBe(200);
    // 25 seconds: step 150 of each.
    expect(runAxis(uneven, [slow], 'time').fromRival(slow, 150)).toBe(150);
  });

  it.each(axisUnits)('by %s grow, and lead back to their step', (unit) => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.001, max: 1e4, noNaN: true }), { maxLength: 9 }),
        fc.nat(2000),
        (took, step) => {
          let seconds = 0;
          const epochs = took.map((each, i) => {
            seconds += each;
            return { epoch: i + 1, step: (i + 1) * 100, seconds, train: {} };
          });
          const axis = runAxis({ ...at('running', 100 * took.length, 20), epochs }, [], unit);
          expect(axis.stepAt(axis.at(step))).toBeCloseTo(step, 4);
          expect(axis.at(step + 1)).toBeGreaterThan(axis.at(step));
        },
      ),
    );
  });
});

describe('the words below', () => {
  const texts = (unit: (typeof axisUnits)[number], epochs: number, columns: number, step = 100 * epochs) => {
    const payload = at('finished', step, epochs);
    return axisTicks(payload, runAxis(payload, [], unit), columns).map(({ text }) => text);
  };

  it('by step: names of epochs between numbers where they fit, else round numbers', () => {
    expect(texts('step', 2, 400)).toEqual(['0', 'epoch 1', '100', 'epoch 2', '200']);
    expect(texts('step', 3, 600, 250)).toEqual(['0', 'epoch 1', '100', 'epoch 2', '200', 'epoch 3', '250']);
    expect(texts('step', 24, 400)).toEqual(['0', '500', '1,000', '1,500', '2,000']);
  });

  it('by epoch: all where they fit, else round ones, the first with its word', () => {
    expect(texts('epoch', 4, 300)).toEqual(['epoch 1', 'epoch 2', 'epoch 3', 'epoch 4']);
    expect(texts('epoch', 24, 400)).toEqual(['epoch 2', '4', '6', '8', '10', '12', '14', '16', '18', '20', '22', '24']);
    expect(texts('epoch', 1000, 300)).toEqual(['epoch 200', '400', '600', '800', '1000']);
  });

  it('by time: round seconds, minutes and hours, and parts of a second', () => {
    const timed = (seconds: number) => {
      const payload = at('finished', 100, 1);
      const run = { ...payload, progress: { ...payload.progress, seconds } };
      return axisTicks(run, runAxis(run, [], 'time'), 260).map(({ text }) => text);
    };
    expect(timed(0.9)).toEqual(['0\u00a0s', '.2\u00a0s', '.4\u00a0s', '.6\u00a0s', '.8\u00a0s']);
    expect(timed(60)).toEqual(['0:00', '0:10', '0:20', '0:30', '0:40', '0:50', '1:00']);
    expect(timed(9000)).toEqual(['0:00', '1:00:00', '2:00:00']);
  });

  it('nothing is said of time before the first step', () => {
    const payload = at('running', 0, 3);
    expect(axisTicks(payload, runAxis(payload, [], 'time'), 300)).toEqual([]);
  });

  it('never meet, and stay where there is room', () => {
    const sizes = fc.record({
      epochs: fc.integer({ min: 1, max: 1000 }),
      columns: fc.integer({ min: 120, max: 1600 }),
    });
    const parts = fc.tuple(fc.double({ min: 0, max: 0.9, noNaN: true }), fc.double({ min: 0.01, max: 1, noNaN: true }));
    fc.assert(
      fc.property(sizes, parts, fc.constantFrom(...axisUnits), ({ epochs, columns }, [start, length], unit) => {
        const payload = at('finished', 100 * epochs, epochs);
        const axis = runAxis(payload, [], unit);
        const [from, to] = [start * axis.steps, Math.min(1, start + length) * axis.steps];
        let taken = Number.NEGATIVE_INFINITY;
        for (const tick of axisTicks(payload, axis, columns, [from, to])) {
          const x = (columns * (tick.at - axis.at(from))) / (axis.at(to) - axis.at(from)) + tick.shift;
          const width = textWidth(tick.text, 11);
          const left = tick.anchor === 'end' ? x - width : x - width / 2;
          expect(left).toBeGreaterThan(taken);
          expect(left + width).toBeLessThanOrEqual(columns + 6.001);
          taken = left + width;
        }
      }),
    );
  });
});
