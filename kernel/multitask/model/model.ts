import { inspect } from 'node:util';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type TableBundle, tableBundle, tableText } from '../../text/index.ts';
import { checkOverwritable, saveCheckpoint } from '../checkpoint/index.ts';
import { readyMetrics, withChosen } from '../chosen-metrics/index.ts';
import { isRemote, type RemoteRows } from '../cluster/index.ts';
import {
  predictOptions,
  refuseClusterOptions,
  remoteScoring,
  type ScoreOptions,
  type Scores,
  type Scoring,
  scoreOn,
} from '../cluster/scoring/index.ts';
import { openRemoteRun, type RemoteRun, remoteFit } from '../cluster/training/index.ts';
import type { Conflict } from '../conflicts/index.ts';
import type { Numbers, RowStream, Rows } from '../data/index.ts';
import { type ReadTableOptions, readTableOptions } from '../datasets/index.ts';
import type { Metrics } from '../metrics/index.ts';
import { evaluateOutputs } from '../metrics/index.ts';
import {
  checkLabels,
  checkRows,
  checkSomeCount,
  type ModelDefinition,
  type Network,
  type NetworkNode,
  parameterCount,
} from '../network/index.ts';
import { abortSignal, noOptions, readOptions, readValue, text } from '../options/index.ts';
import type { RunVerdict } from '../run-verdict.ts';
import type { Runtime } from '../runtime.ts';
import type { Trainer } from '../trainers/index.ts';
import {
  createEventQueue,
  createJudge,
  describeRun,
  type EndedEvent,
  type EpochEvent,
  evaluateOptions,
  type FitOptions,
  fitOptions,
  type GoesOn,
  isStream,
  looksBehindSteps,
  type Progress,
  type RunDescription,
  resolveOptions,
  runTraining,
  settingsOf,
  type TrainingEvent,
  untrained,
} from '../training/index.ts';
import { inOrder, unreadRows, weighed, withLabelScales } from './fit-rows.ts';
import { metricsTable } from './metrics-table.ts';
import { createRun, gateHistory, type Run } from './run.ts';
import { stateFor } from './state-for.ts';
import { modelTable } from './table.ts';

/** How `evaluate` measures. */
export type EvaluateOptions = RowOptions & Pick<FitOptions, 'metrics'>;

/** How `predict`, `evaluate` and `activations` compute. */
export type RowOptions = Pick<FitOptions, 'signal' | 'trainer' | 'threads'>;

/**
 * A network with its weights. Between calls they are plain arrays. What computes with them is kept for the next call, for a
 * minute at most and of few models at a time, so that a model that is forgotten holds nothing for long.
 */
export class Model {
  /** What is trained: blocks without arithmetic. An own field: views of variables read it without running code. */
  readonly network: Network;
  /** For people, e.g. "MMoE". */
  readonly title: string;
  /** Seed of the first weights. */
  readonly seed: number;
  /** The options that it was made with, also those that were not given, as code. */
  readonly settings: Readonly<Record<string, string>>;
  readonly #runtime: Runtime;
  #progress: Progress;
  /** Without what was learned of the labels since. */
  readonly #firstNetwork: Network;
  #lastRun: RunDescription | undefined;
  /** Number of the run that left the weights, where that was in this process. */
  #leftBy: number | undefined;
  #history: readonly EpochEvent[];
  /** Epochs of the weights before those of the history. */
  #before: number;
  /** Stops the run that is under way. */
  #stop: AbortController | undefined;
  #disposed = false;

  constructor(definition: ModelDefinition, progress: Progress, runtime: Runtime) {
    this.network = definition.network;
    this.title = definition.title;
    this.seed = definition.seed;
    this.settings = definition.settings ?? {};
    this.#progress = progress;
    this.#firstNetwork = definition.network;
    this.#history = progress.run?.history ?? [];
    this.#before = progress.run?.firstEpoch ?? 0;
    this.#runtime = runtime;
  }

  /** How many numbers are trained. */
  get parameterCount(): number {
    return parameterCount(this.network);
  }

  /** Epochs over the life of the weights. */
  get epochs(): number {
    return this.#progress.epochs;
  }

  /** What was said of the run that left these weights, as `run.verdict`; absent before one. */
  get verdict(): RunVerdict | undefined {
    return this.#progress.verdict;
  }

  /** The epoch whose weights these are, counted over their life; absent of a step within one, and before the first. */
  get keptEpoch(): number | undefined {
    return this.#progress.keptEpoch;
  }

  /**
   * After `fit({ conflicts: true })`: which tasks pulled shared parts of the network apart, in the epoch of the last run that left
   * these weights; of a step within an epoch, in the whole epoch before. Epochs are counted over the life of the weights.
   */
  get conflicts():
    | {
        /** Counted over the life of the weights. */
        readonly epoch: number;
        /** How the gradients of each two tasks lay in each shared part. */
        readonly conflicts: readonly Conflict[];
      }
    | undefined {
    const told = this.#history.flatMap(({ epoch, conflicts = [] }) =>
      conflicts.length === 0
        ? []
        : [
            {
              /** Counted over the life of the weights. */
              epoch: this.#before + epoch,
              conflicts,
            },
          ],
    );
    return told.find(({ epoch }) => epoch === this.keptEpoch) ?? told.at(-1);
  }

  /** Gate statistics after each epoch of the last run, epochs counted over the life of the weights. */
  get gateHistory(): Run['gates'] {
    return gateHistory(this.#history).map(({ epoch, gates }) => ({
      /** Counted over the life of the weights. */
      epoch: this.#before + epoch,
      gates,
    }));
  }

  /**
   * Trains, with a live plot in a notebook. Fitting again goes on from these weights, and says so; `restart: true` begins
   * anew. The rows may be a stream that does not fit in memory: `datasets.table(…, { stream: true })`; or files that a cluster
   * reads and trains on: `fit(remote('/mnt/log/*.parquet'), { on: clusters.ray(url, …) })`, whose last whole epoch an interrupt keeps.
   * An interrupted run ends well: its weights are those of its last step.
   *
   * @param rows what is trained on, e.g. `data.train`.
   * @param options as `FitOptions` says.
   * @returns the history of the run: metrics of each epoch, losses in nats or standardised label units, seconds.
   * @throws when the rows or an option do not fit, or a loss stops being a number; the weights are then those of the last
   * whole epoch.
   */
  fit(rows: Rows | RowStream | RemoteRows, options?: FitOptions): Promise<Run>;
  async fit(rows: Rows | RowStream | RemoteRows, options: FitOptions = {}, ...more: unknown[]): Promise<Run> {
    const given = readOptions('fit', fitOptions, options, more);
    const events = this.train(rows, given);
    let onEvent: ((event: TrainingEvent) => void) | undefined;
    try {
      for (;;) {
        const { done, value } = await events.next();
        if (done) return value;
        if (value.kind === 'started' && given.plot) onEvent = this.#runtime.environment.watch?.(value.run);
        onEvent?.(value);
      }
    } finally {
      // A watcher that throws ends the run, as leaving the loop does.
      await events.return(undefined as never);
    }
  }

  /**
   * As `fit`, event by event and without a plot. Leaving the loop interrupts the run.
   *
   * @returns events: `started`, then `steps` and `epoch`, then one `ended`; and at the end the run, as `fit` does. Times in seconds.
   * @throws as `fit` does.
   */
  train(rows: Rows | RowStream | RemoteRows, options?: FitOptions): AsyncGenerator<TrainingEvent, Run>;
  async *train(
    rows: Rows | RowStream | RemoteRows,
    given: FitOptions = {},
    ...more: unknown[]
  ): AsyncGenerator<TrainingEvent, Run> {
    this.#checkFree('fit');
    const options = readOptions('fit', fitOptions, given, more);
    const validation = options.validation && options.validation.length > 0 ? options.validation : undefined;
    const here = isRemote(rows) ? undefined : this.#checked(rows);
    const remote = remoteFit(this.network, rows, options, this.#progress.run?.stepsIntoEpoch ?? 0);
    if (validation) {
      this.#checkTrainable(validation, 'fit: validation');
      checkSomeCount(validation, 'fit: validation');
    }
    const folder = options.checkpoint;
    if (options.restart && options.resume)
      throw new Error('fit: restart begins anew and resume goes on with a run: give one of them.');
    const metrics = readyMetrics(options.metrics ?? [], this.network.features, 'fit');
    // What is mistaken must be said before a run that restarts gives up what was trained.
    const judge = options.earlyStopping && createJudge(options.earlyStopping, this.network, validation, metrics);
    const begun = options.restart ? untrained(this.#firstNetwork, this.seed) : this.#progress;
    const stepsDone = options.resume ? (begun.run?.steps ?? 0) : 0;
    const resolve = (found: Rows | RowStream) =>
      weighed(this.network, found, resolveOptions(this.network, found, options, { seed: this.seed, step: stepsDone }));
    const early = resolve(here ?? unreadRows);
    const stop = new AbortController();
    this.#stop = stop;
    const over = this.#runtime.environment.training?.();
    let trainer: Trainer | undefined;
    let elsewhere: RemoteRun | undefined;
    const queue = createEventQueue();
    try {
      if (folder !== undefined) await checkOverwritable(folder, this);
      const warn = this.#runtime.environment.warn ?? console.warn;
      const signal = AbortSignal.any([stop.signal, ...this.#signals(options.signal)]);
      const known = options.restart ? this.#firstNetwork : this.network;
      const { title, seed, settings } = this;
      const definition = { title, seed, settings, network: known };
      if (remote) elsewhere = await openRemoteRun({ ...remote, definition, begun, options, warn, signal });
      const { counted, resolved } = elsewhere ? resolve(elsewhere.rows) : early;
      const scaled = begun.epochs === 0 ? await withLabelScales(known, counted, signal) : known;
      const { network, warnings } = await inOrder(this.title, scaled, counted, signal);
      for (const warning of warnings) warn(warning);
      const looksBack = looksBehindSteps(resolved.plan.balance, this.network.tasks.length);
      const create = this.#runtime.trainers({ ...options, looksBack }, warn);
      const { balance: _, ...unbalanced } = stateFor(resolved.optimizer, begun.state);
      // A run that is resumed weights its tasks on as it did; a new one begins with that, too.
      const state = options.resume ? stateFor(resolved.optimizer, begun.state) : unbalanced;
      trainer = await create(network, resolved.optimizer, state);
      const goesOn = this.#goesOn(begun, options.resume);
      this.#runtime.evaluators.release(this.#progress.state.parameters);
      // From here on a run that restarts has given up what was trained before.
      Object.assign(this, { network: scaled });
      this.#progress = begun;
      const about = {
        dataset: options.data ?? counted.name ?? here?.name ?? 'rows',
        settings: { ...settingsOf(this.settings, options, resolved), ...elsewhere?.settings },
        trainer: elsewhere?.trainer ?? trainer.name,
        warnings,
        goesOn,
        judgedBy: options.earlyStopping?.metric,
      };
      const run = describeRun(this.#runtime.nextRun(), this, counted, validation, resolved, about);
      const job = {
        run,
        network,
        trainer,
        elsewhere: elsewhere?.train,
        progress: begun,
        resume: options.resume,
        resumes: this.#lastRun?.id,
        rows: counted,
        validation,
        options: resolved,
        metrics,
        judge,
        stepsBefore: state.step - stepsDone,
        own: this.#runtime.environment.own ?? ((work) => work()),
        earlyStopping: options.earlyStopping,
        save: folder === undefined ? undefined : (progress: Progress) => saveCheckpoint(folder, this, progress),
        signal,
      };
      const work = runTraining(job, queue.push).finally(queue.end);
      let history = job.resume ? (begun.run?.history ?? []) : [];
      let end: EndedEvent | undefined;
      try {
        for await (const event of queue) {
          if (event.kind === 'epoch') history = [...history, event];
          if (event.kind === 'ended') end = event;
          yield event;
        }
      } finally {
        stop.abort();
        this.#progress = (await work).progress;
        this.#lastRun = run;
        if (this.#progress.epochs > begun.epochs || job.resume) this.#leftBy = run.number;
        this.#history = history;
        this.#before = goesOn?.epochs ?? 0;
      }
      const { failure } = await work;
      if (failure !== undefined) throw failure;
      return createRun(run, history, end as EndedEvent, this.#runtime.environment.showRun);
    } finally {
      this.#stop = undefined;
      await trainer?.dispose();
      await elsewhere?.close();
      over?.();
    }
  }

  /**
   * Metrics of every output that has a task.
   *
   * @param rows with labels, e.g. `data.test`.
   * @returns by output: AUC and calibration error from 0 to 1, log loss in nats, RMSE and MAE in label units; NaN where there is none.
   * @throws when there are no rows that count (weight above 0), not the model's columns or no labels, or an option does not fit.
   */
  evaluate(rows: Rows, options?: EvaluateOptions): Promise<Metrics>;
  async evaluate(rows: Rows, given: EvaluateOptions = {}, ...more: unknown[]): Promise<Metrics> {
    const { metrics: chosen = [], ...options } = readOptions('evaluate', evaluateOptions, given, more);
    this.#checkTrainable(rows, 'evaluate');
    checkSomeCount(rows, 'evaluate');
    const { outputs } = this.network;
    const ready = readyMetrics(chosen, rows, 'evaluate');
    const predictions = await this.#compute(options, (trainer, signal) => trainer.predict(rows, signal));
    const metrics = withChosen(
      evaluateOutputs(outputs, predictions, rows),
      ready,
      outputs,
      predictions,
      rows,
      (error) => {
        throw error;
      },
    );
    const count = `${rows.length.toLocaleString('en-US')} rows`;
    const title = `${this.title} on ${rows.name === undefined ? count : `${rows.name}, ${count}`}`;
    return Object.defineProperty(metrics, Symbol.for('Jupyter.display'), {
      value: () => tableBundle(metricsTable(title, metrics)),
    });
  }

  /**
   * One column per named output, in row order: probabilities, or values of numeric outputs in label units (in 64 bits
   * where 32 would round away what labels differ by).
   *
   * @returns by output: probabilities from 0 to 1, or values in label units. [row]
   * @throws when the rows have not the model's columns, while the model is trained, or when `signal` is aborted.
   */
  predict(rows: Rows, options?: RowOptions): Promise<Readonly<Record<string, Numbers>>>;
  /**
   * Scores Parquet files on a cluster: `predict(remote('/mnt/log/*.parquet'), { on: clusters.ray(url, …), output: '/mnt/scores' })`.
   * Each file becomes one of scores (a big one several), with the keys and a column for each output, in the order of its rows. A file
   * appears once it is whole; what is broken off is gone on with by the same call, and files that are scored stay.
   *
   * @returns where the scores are, and how many rows and files; in the files probabilities from 0 to 1, or values in label units. [row]
   * @throws when the files or the folder are not what they should be, the cluster fails, or `signal` is aborted.
   */
  predict(rows: RemoteRows, options: ScoreOptions): Promise<Scores>;
  async predict(
    rows: Rows | RemoteRows,
    given: RowOptions | ScoreOptions = {},
    ...more: unknown[]
  ): Promise<Readonly<Record<string, Numbers>> | Scores> {
    const options = readOptions('predict', predictOptions, given, more);
    if (isRemote(rows)) return this.#score(remoteScoring(this.network, rows, options), options.signal);
    refuseClusterOptions(options);
    checkRows(this.network, rows, 'predict');
    return this.#compute(options, (trainer, signal) => trainer.predict(rows, signal));
  }

  /**
   * What the given nodes of the network compute, without dropout.
   *
   * @param nodes of `model.network.nodes`.
   * @returns one array for each node, in their order: row-major [row, width].
   * @throws when the rows have not the model's columns, while the model is trained, or when `signal` is aborted.
   */
  activations(rows: Rows, nodes: readonly NetworkNode[], signal?: AbortSignal): Promise<readonly Float32Array[]>;
  async activations(rows: Rows, nodes: readonly NetworkNode[], signal?: AbortSignal, ...more: unknown[]) {
    noOptions('activations', more);
    if (signal !== undefined) readValue('activations', 'its signal', abortSignal, signal);
    checkRows(this.network, rows, 'activations');
    return this.#compute({ signal }, (trainer, abort) => trainer.activations(rows, nodes, abort));
  }

  /**
   * The trained arrays.
   *
   * @returns copies, by name, row-major; their shapes are those of `model.network.parameters`, e.g. `[inputs, units]`.
   * @throws never: also a model that is being trained has those of its last whole run.
   */
  async parameters(): Promise<Readonly<Record<string, Float32Array>>> {
    const { parameters } = this.#progress.state;
    return Object.fromEntries(Object.entries(parameters).map(([name, values]) => [name, values.slice()]));
  }

  /**
   * A copy of the model as a `tf.LayersModel` of standard layers, to be saved or served anywhere; `layersInputs` makes its
   * inputs. Its tensors are the caller's: call its `dispose`.
   *
   * @returns a model from `layersInputs` to one tensor for each output, [batch, 1], in the order of `predict`.
   * @throws while the model is trained, or after `dispose`.
   */
  async toLayersModel(): Promise<LayersModel> {
    this.#checkFree('toLayersModel');
    const [{ tf }, { layersModel }] = await Promise.all([
      this.#runtime.backend(),
      import('../trainers/tfjs/layers-model.ts'),
    ]);
    return layersModel(tf, this.network, this.#progress.state.parameters);
  }

  /**
   * Rows as the inputs of `toLayersModel()`, in its order.
   *
   * @returns tensors, each [row, …], to be disposed.
   * @throws when the rows have not the model's columns.
   */
  async layersInputs(rows: Rows): Promise<Tensor[]> {
    checkRows(this.network, rows, 'layersInputs');
    const [{ tf }, { layersInputs }] = await Promise.all([
      this.#runtime.backend(),
      import('../trainers/tfjs/layers-inputs.ts'),
    ]);
    return layersInputs(tf, this.network, rows);
  }

  /**
   * Writes the model as an ONNX file that any ONNX runtime scores: raw columns in, numbers as floats (NaN where missing), categories as
   * strings, lists as padded strings and a mask; every output by name. Standardising and encoding are inside.
   * @throws when the file cannot be written, while the model is trained, or after `dispose`.
   */
  toOnnx(file: string): Promise<void>;
  async toOnnx(file: string, ...more: unknown[]): Promise<void> {
    noOptions('toOnnx', more);
    readValue('toOnnx', 'its file', text, file);
    this.#checkFree('toOnnx');
    const [{ replaceFile }, { onnxModel }] = await Promise.all([
      import('../../files/index.ts'),
      import('../exports/onnx/index.ts'),
    ]);
    await replaceFile(file, [onnxModel(this.network, this.#progress.state.parameters, this.title)]);
  }

  /**
   * Writes the model as a folder for PyTorch that needs nothing of this package: a readable module, its weights, what encodes raw
   * columns, and scripts that predict and train, alone or under torchrun.
   * @throws when the folder cannot be written, while the model is trained, or after `dispose`.
   */
  toPyTorch(folder: string): Promise<void>;
  async toPyTorch(folder: string, ...more: unknown[]): Promise<void> {
    noOptions('toPyTorch', more);
    readValue('toPyTorch', 'its folder', text, folder);
    this.#checkFree('toPyTorch');
    const { writeTorchFolder } = await import('../exports/pytorch/index.ts');
    await writeTorchFolder(folder, this.network, this.#progress.state.parameters, this.title);
  }

  /**
   * Reads rows to predict or to train on from a CSV, Parquet or JSON file, or a SQL query, with the columns and the
   * categories that the model knows, as its own table was read. Labels may be missing: they are unknown then.
   *
   * @param source a path, or a query, e.g. `SELECT * FROM 'clicks.parquet'`.
   * @returns rows in memory, in the order of the source; each column is an array, [row].
   * @throws when the source cannot be read, lacks a column of the model, or has a value that does not fit: the error names it.
   */
  read(source: string, options?: ReadTableOptions): Promise<Rows>;
  async read(source: string, given: ReadTableOptions = {}, ...more: unknown[]): Promise<Rows> {
    const options = readOptions('read', readTableOptions, given, more);
    const { readTable } = await import('../datasets/table/table.ts');
    const { features, tasks } = this.network;
    return readTable(source, features, tasks, { ...options, signal: AbortSignal.any(this.#signals(options.signal)) });
  }

  /**
   * Writes a checkpoint: everything that `models.load` needs to predict, and to go on training with the same numbers.
   * @throws when the folder cannot be written or holds something else, while the model is trained, or after `dispose`.
   */
  save(folder: string): Promise<void>;
  async save(folder: string, ...more: unknown[]): Promise<void> {
    noOptions('save', more);
    readValue('save', 'its folder', text, folder);
    this.#checkFree('save');
    await saveCheckpoint(folder, this, this.#progress);
  }

  /**
   * Stops a run that is under way. The model cannot be used any more.
   * @throws never; a second call does nothing.
   */
  dispose(): void {
    this.#disposed = true;
    this.#stop?.abort();
    this.#runtime.evaluators.release(this.#progress.state.parameters);
  }

  /** @internal */
  [Symbol.for('Jupyter.display')](): TableBundle {
    return tableBundle(modelTable(this));
  }

  /** @internal */
  [inspect.custom](): string {
    return tableText(modelTable(this));
  }

  async #compute<Result>(
    options: RowOptions,
    work: (trainer: Trainer, signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    this.#checkFree('predict');
    const signal = AbortSignal.any(this.#signals(options.signal));
    const { trainers, evaluators } = this.#runtime;
    // Only fit says that a slower trainer is used.
    const create = trainers(options, () => {});
    const { network } = this;
    const { state } = this.#progress;
    return evaluators.use({ network, state, wanted: options, create }, signal, (trainer) => work(trainer, signal));
  }

  async #score(scoring: Scoring, given: AbortSignal | undefined): Promise<Scores> {
    this.#checkFree('predict');
    const { warn = console.warn, progress } = this.#runtime.environment;
    const { title, network } = this;
    const { parameters } = this.#progress.state;
    const signal = AbortSignal.any(this.#signals(given));
    return scoreOn(scoring, { title, network, parameters }, { warn, progress, signal });
  }

  /** What a run that begins at `begun` goes on from: a resumed one from what it had gone on from. */
  #goesOn({ epochs, run }: Progress, resume: boolean): GoesOn | undefined {
    if (resume && this.#lastRun) return this.#lastRun.goesOn;
    const before = resume ? (run?.firstEpoch ?? 0) : epochs;
    if (before === 0) return undefined;
    return { ...(this.#leftBy === undefined || resume ? {} : { from: this.#leftBy }), epochs: before };
  }

  /** A cell's own signal counts also where another is given. */
  #signals(given: AbortSignal | undefined): AbortSignal[] {
    return [given, this.#runtime.environment.signal?.()].filter((signal) => signal !== undefined);
  }

  #checkTrainable(rows: Rows, what: string, first = 0): void {
    checkRows(this.network, rows, what, first);
    checkLabels(this.network, rows, what, first);
  }

  /** Rows in memory are checked at once, those of a stream chunk by chunk. */
  #checked(rows: Rows | RowStream): Rows | RowStream {
    if (!isStream(rows)) {
      this.#checkTrainable(rows, 'fit');
      checkSomeCount(rows, 'fit');
      return rows;
    }
    if (rows.length === 0) throw new Error('fit: there are no rows.');
    const check = (chunk: Rows, first: number) => this.#checkTrainable(chunk, 'fit', first);
    async function* checked(chunks: AsyncIterable<Rows>) {
      let first = 0;
      for await (const chunk of chunks) {
        check(chunk, first);
        first += chunk.length;
        yield chunk;
      }
    }
    return {
      length: rows.length,
      meanWeight: rows.meanWeight,
      chunks: (signal) => checked(rows.chunks(signal)),
      passing: (signal) => checked(rows.passing?.(signal) ?? rows.chunks(signal)),
    };
  }

  #checkFree(what: string): void {
    if (this.#disposed) throw new Error(`${what}: this ${this.title} was disposed.`);
    if (this.#stop) throw new Error(`${what}: this ${this.title} is being trained; await its fit first.`);
  }
}
