import { errorMessage } from '../../text/index.ts';
import { conflictsOf, noConflicts, taskPairs, withConflicts } from '../conflicts/index.ts';
import { logVarianceInLabelUnits, type TrainerState } from '../trainers/index.ts';
import { beginRun } from './begin-run.ts';
import { Diverged } from './divergence.ts';
import type { EarlyStopping, Judge } from './early-stopping.ts';
import { type Kept, keptBest, keptLast, keptStep, keptWhole } from './ending.ts';
import { createEpochEvaluation } from './epoch-evaluation.ts';
import type { EndedEvent, EpochEvent, RunBefore, TrainingEvent, Validated } from './events.ts';
import type { TrainingJob } from './job.ts';
import type { Progress, RunProgress } from './progress.ts';
import { trainEpoch } from './train-epoch.ts';
import { judgeRun, labelFacts, type RunFacts, watchSteps } from './verdict/index.ts';

/** How a run ended: the weights its last event names, and what made it fail. */
export type TrainingResult = { readonly progress: Progress; readonly failure?: unknown };

/**
 * Trains and tells everything that happens: `started`, then `steps` and `epoch` events, then exactly one `ended`, also
 * when the run is interrupted or fails. It does not throw: a failure is part of the result.
 */
export async function runTraining(job: TrainingJob, emit: (event: TrainingEvent) => void): Promise<TrainingResult> {
  emit({ kind: 'started', run: job.run, ...before(job) });
  const { network, trainer, options, signal, earlyStopping, judge } = job;
  const seconds = createClock(job.resume ? (job.progress.run?.seconds ?? 0) : 0);
  // What a failure falls back on: the weights of the last whole epoch.
  let whole = job.progress;
  let run: RunProgress | undefined;
  // Of the best epoch so far and of the last: one of them is kept.
  let validated: { readonly best?: Validated; readonly last?: Validated } = {};
  const ended = (state: EndedEvent['state'], kept: Kept, more: Pick<EndedEvent, 'message' | 'verdict'>): void => {
    const epoch = run ? run.epochs + (run.stepsIntoEpoch > 0 ? 1 : 0) : 0;
    const { best, last } = validated;
    const { keptEpoch } = kept;
    const told = keptEpoch === undefined ? last : [last, best].find((each) => each?.epoch === keptEpoch);
    const end = { state, epoch, step: run?.steps ?? 0, seconds: seconds(), ...kept, ...more };
    emit({ kind: 'ended', ...end, ...(told && { validated: told }) });
  };
  const steps = watchSteps(job.resume ? job.progress.run?.losses : undefined);
  const labels = labelFacts(network.tasks, job.rows);
  const places = { parts: job.run.sharedParts ?? [], tasks: network.tasks.map(({ name }) => name) };
  const cells = places.parts.length * taskPairs(places.tasks.length).length;
  let conflicts = noConflicts;
  const judgeAs = (ending: Pick<RunFacts, 'state' | 'diverged' | 'keptEpoch'>) =>
    job.own(() => judgeRun({ ...ending, ...knownOf(job, run), steps: steps.facts(), labels }));
  try {
    run = beginRun(job);
    const evaluate = createEpochEvaluation(network, trainer, job.validation, job.metrics);
    while (run.epochs < options.epochs && !waitedEnough(run, earlyStopping) && !signal.aborted) {
      const trained = await (job.elsewhere ?? trainEpoch)(job, run, seconds, (event) => {
        if (event.kind === 'steps') {
          steps.add(event);
          conflicts = withConflicts(conflicts, event, cells);
        }
        emit(event);
      });
      run = trained.run;
      if (run.stepsIntoEpoch < job.run.stepsPerEpoch || signal.aborted) break;
      const evaluation = await unlessAborted(evaluate(trained.seen(), signal), signal);
      if (!evaluation) break;
      const state = await trainer.read();
      checkWeights(state, run.epochs + 1);
      const pulls = cells === 0 ? {} : { conflicts: conflictsOf(conflicts, places) };
      run = {
        ...withEpoch(
          run,
          { ...evaluation.measured, ...learned(job, state), ...pulls, seconds: seconds() },
          judge,
          state,
        ),
        losses: steps.facts(),
      };
      const last = evaluation.validated && { epoch: run.epochs, ...evaluation.validated };
      validated = { last, best: run.best?.epoch === run.epochs ? last : validated.best };
      const verdict = judgeAs({ state: 'finished' });
      const event = run.history[run.history.length - 1];
      emit(verdict?.kind === 'diverged' ? { ...event, verdict } : event);
      const epochs = run.firstEpoch + run.epochs;
      whole = { state, epochs, keptEpoch: epochs, run, verdict };
      await job.save?.(whole);
      // What the epoch learned is kept, and saved, before the run ends over a metric.
      if (evaluation.failure) throw evaluation.failure;
    }
    const { progress, kept } = await weightsToKeep(job, run, whole, judge);
    const state = signal.aborted ? 'interrupted' : 'finished';
    const verdict = judgeAs({ state, keptEpoch: kept.keptEpoch });
    const left = whole === job.progress ? progress : { ...progress, verdict };
    // The last whole epoch is saved already.
    if (progress !== whole || whole === job.progress) await job.save?.(left);
    ended(state, kept, verdict ? { verdict } : {});
    return { progress: left };
  } catch (failure) {
    const diverged = failure instanceof Diverged ? failure.what : undefined;
    const verdict = judgeAs({ state: 'failed', diverged });
    const unchanged = { epochs: 0, firstEpoch: job.progress.epochs };
    const kept = keptWhole(whole === job.progress ? unchanged : (whole.run ?? unchanged));
    ended('failed', kept, { message: errorMessage(failure), ...(verdict ? { verdict } : {}) });
    return { progress: whole, failure };
  }
}

function before({ resume, resumes, progress: { run } }: TrainingJob): { readonly before?: RunBefore } {
  if (!resume || !run) return {};
  return { before: { run: resumes, step: run.steps, seconds: run.seconds, history: run.history } };
}

/** What of a run does not depend on how it ends. */
function knownOf(
  { run: { tasks }, network, options, earlyStopping, rows }: TrainingJob,
  run: RunProgress | undefined,
): Pick<RunFacts, 'tasks' | 'history' | 'how'> {
  const { plan, rate, epochs } = options;
  return {
    tasks,
    history: run?.history ?? [],
    how: {
      epochs,
      batchSize: plan.batchSize,
      rows: rows.length,
      learningRate: rate.given,
      usualRate: rate.usual,
      inputs: network.inputs,
      earlyStopping: earlyStopping && {
        patience: earlyStopping.patience,
        restores: earlyStopping.restoreBest !== false,
      },
      before: run?.firstEpoch ?? 0,
      model: network.model,
      balancesGradients: plan.balance?.gradients !== undefined,
      weighsTasks: plan.taskWeights === 'uncertainty' || Object.values(plan.taskWeights).some((weight) => weight !== 1),
    },
  };
}

/** After an interrupt the weights of the last step; else those of the best epoch, or of the last. */
async function weightsToKeep(
  { trainer, earlyStopping, signal }: TrainingJob,
  run: RunProgress,
  whole: Progress,
  judge: Judge | undefined,
): Promise<{ progress: Progress; kept: Kept }> {
  if (signal.aborted) {
    const epochs = run.firstEpoch + run.epochs + (run.stepsIntoEpoch > 0 ? 1 : 0);
    return { progress: { state: await trainer.read(), epochs, run }, kept: keptStep(run) };
  }
  const { best } = run;
  if (!best || !judge || earlyStopping?.restoreBest === false) return { progress: whole, kept: keptLast(run) };
  const kept = keptBest(best.epoch, run, judge.name);
  // The run ends here: its later epochs are given up, so there is nothing to resume.
  if (best.epoch !== run.epochs) {
    const { firstEpoch } = run;
    const keptEpoch = firstEpoch + best.epoch;
    return { progress: { state: best.state, epochs: firstEpoch + run.epochs, keptEpoch }, kept };
  }
  return { progress: whole, kept };
}

/**
 * Losses alone do not tell: relu makes 0 of NaN on some backends.
 * @throws `Diverged` when a weight is no longer a number.
 */
function checkWeights({ parameters }: TrainerState, epoch: number): void {
  for (const [name, values] of Object.entries(parameters)) {
    const wrong = values.find((value) => !Number.isFinite(value));
    if (wrong !== undefined) throw new Diverged(`A weight of "${name}" became ${wrong} in epoch ${epoch}.`);
  }
}

function waitedEnough({ epochs, best }: RunProgress, earlyStopping: EarlyStopping | undefined): boolean {
  return earlyStopping !== undefined && epochs - (best?.epoch ?? 0) >= earlyStopping.patience;
}

/** The run with one more whole epoch, which is the best so far or not. */
function withEpoch(
  run: RunProgress,
  evaluation: Pick<EpochEvent, 'train' | 'validation' | 'gates' | 'logVariances' | 'conflicts' | 'seconds'>,
  judge: Judge | undefined,
  state: TrainerState,
): RunProgress {
  const epoch = run.epochs + 1;
  const event: EpochEvent = { kind: 'epoch', epoch, step: run.steps, ...evaluation };
  const score = judge && event.validation ? judge.score(event.validation) : Number.NaN;
  const best = score > (run.best?.score ?? Number.NEGATIVE_INFINITY) ? { epoch, score, state } : run.best;
  return { ...run, epochs: epoch, stepsIntoEpoch: 0, seconds: event.seconds, history: [...run.history, event], best };
}

/** log σ² of the tasks, where this run learns their weights. */
function learned({ network, options }: TrainingJob, { logVariances }: TrainerState): Pick<EpochEvent, 'logVariances'> {
  if (options.plan.taskWeights !== 'uncertainty' || !logVariances) return {};
  const found = network.tasks.map((task) => [task.name, logVarianceInLabelUnits(task, logVariances[task.name])]);
  return { logVariances: Object.fromEntries(found) };
}

/** Seconds since now, on top of those that went before. */
function createClock(before: number): () => number {
  const start = performance.now();
  return () => before + (performance.now() - start) / 1000;
}

async function unlessAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value | undefined> {
  try {
    return await work;
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}
