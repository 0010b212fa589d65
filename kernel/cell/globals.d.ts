/** What every cell can use without an import, beside `tf` (./tf.d.ts). Hovers show these sentences. */
import type * as multitask from 'multitask-notebook';

declare global {
  /** Multi-task models: `models.mmoe(features, tasks, { experts: 8, seed: 1 })`, `models.define(…)`, `models.load(folder)`. */
  const models: typeof multitask.models;

  /** Data to train on: `await datasets.censusIncome()`, `datasets.correlatedTasks({ … })`, `datasets.table('clicks.csv', { … })`. */
  const datasets: typeof multitask.datasets;

  /** AUC, log loss, calibration and others, of labels and predictions. */
  const metrics: typeof multitask.metrics;

  /** Which experts each task uses: `gateReport(model, census.test)` as the last line of a cell shows the report. */
  const gateReport: typeof multitask.gateReport;

  /** What each task looks at: `await importance(model, census.test)` shows what AUC each task loses without each feature. */
  const importance: typeof multitask.importance;

  /** Whether what each task predicts is what happens: `await calibration(model, census.test)` shows a reliability diagram. */
  const calibration: typeof multitask.calibration;
  /** Clusters that train and score what one machine cannot hold: `clusters.ray('http://head:8265', { workers: 8, storage: '/mnt/shared' })`. */
  const clusters: typeof multitask.clusters;
  /** Parquet files that a cluster's workers read: `model.fit(remote('/mnt/log/*.parquet'), { on: clusters.ray(…) })`. */
  const remote: typeof multitask.remote;

  /** Which model is better, over seeds: `await compare({ single: (seed) => models.singleTask(…, { seed }), MMoE: (seed) => models.mmoe(…, { seed }) }, data)`. */
  const compare: typeof multitask.compare;
  /** Which options are good: `await search(({ pick, seed }) => ({ model: models.mmoe(…, { experts: pick('experts', [4, 8]), seed }), fit: { epochs: 9 } }), data)`. */
  const search: typeof multitask.search;

  /** Shows a Plotly figure: traces, and a layout. https://plotly.com/javascript/reference/ */
  function plot(data: object | readonly object[], layout?: object, options?: DisplayOptions): void;

  /**
   * Shows a value, or a bundle: an object whose keys are MIME types, e.g. `{ 'text/html': '<b>7</b>', 'text/plain': '7' }`.
   * With `display_id` it can be changed later: `display(bundle, { display_id: 'progress', update: true })`.
   */
  function display(value: unknown, options?: DisplayOptions): void | Promise<void>;

  namespace display {
    /** Shows markup: `display.html('<b>7</b>')`. Scripts in it run, as in any page. */
    function html(markup: string, options?: DisplayOptions): void;

    /** Shows Markdown: `display.markdown('**bold** and $x^2$')`. */
    function markdown(text: string, options?: DisplayOptions): void;

    /** Shows a formula: `display.latex('\\frac{a}{b}')`, or a text with formulas between dollar signs. */
    function latex(formula: string, options?: DisplayOptions): void;

    /**
     * Shows how far a loop is: `for (const file of display.progress(files, { label: 'Reading' })) …`
     *
     * @param items what the loop goes over; how much is left is known of arrays, sets and maps
     */
    function progress<Item>(items: Iterable<Item>, options?: ProgressOptions): Iterable<Item>;

    /**
     * Shows a bar that you move: `const bar = display.progress(10); bar.add(); bar.value = 7; bar.done();`
     *
     * @param total how much there is to do
     */
    function progress(total: number, options?: ProgressOptions): Progress;
  }

  /** Removes what the cell has shown; with `wait`, when the next output comes, which avoids flicker. */
  function clearOutput(options?: ClearOptions): void;

  /**
   * Asks the person at the notebook: `const name = await prompt('Your name?')`.
   * @throws where the client takes no input, e.g. nbconvert.
   */
  function prompt(question?: string, options?: PromptOptions): Promise<string>;

  /** Conversations with a client, e.g. of a widget with its view (Jupyter's comms). */
  const comms: {
    /** Opens one that the client's `target` handles. */
    open(target: string, data?: unknown, extra?: CommExtra): Comm;
    /** Handles those that a client opens with `target`. */
    register(target: string, opened: (comm: Comm, data: unknown, extra: Required<CommExtra>) => void): void;
  };

  /**
   * Something to press or move in an output: `widget({ module, state, onChange })` with a front end of your own
   * (https://anywidget.dev), or `widget.slider({ … })`, `widget.select({ … })`, `widget.button({ … })`. The last line of a cell shows it.
   */
  const widget: WidgetMaker;

  interface ImportMeta {
    /** The notebook's folder, and a file in it that need not exist. */
    url: string;
    filename: string;
    dirname: string;
    resolve(specifier: string): string;
    /** Aborts when the cell is interrupted: `fetch(url, { signal: import.meta.signal })`. */
    signal: AbortSignal | undefined;
  }

  /** Elements are shown as HTML, unless a cell declares `React` or `h`. */
  namespace JSX {
    type Element = object;
    interface IntrinsicElements {
      // biome-ignore lint/suspicious/noExplicitAny: any attribute of any element
      [name: string]: any;
    }
  }
}

interface ClearOptions {
  /** Removes it when the next output comes, which avoids flicker; `false` without this. */
  readonly wait?: boolean;
}

interface PromptOptions {
  /** Whether what is typed stays hidden; `false` without this. */
  readonly password?: boolean;
}

interface DisplayOptions {
  /** Names the display, so that a later call can change it; none without this. */
  readonly display_id?: string;
  /** Changes the display of that name instead of adding one; `false` without this. */
  readonly update?: boolean;
  /** What front ends are told of the output, e.g. its size, by MIME type; none without this. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

interface ProgressOptions {
  /** What goes on; none without this. */
  readonly label?: string;
}

interface Progress {
  /** How much is done, from 0 to `total`. */
  value: number;
  readonly total: number | undefined;
  /** What goes on; none without this. */
  label: string;
  /** One more is done, or `more`. */
  add(more?: number): void;
  /** Draws where it stands; nothing moves it any more. */
  done(): void;
}

interface CommExtra {
  /** What the message says beside its data; none without this. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Bytes that go along as they are; none without this. */
  readonly buffers?: readonly Uint8Array[];
}

interface Comm {
  readonly id: string;
  readonly target: string;
  send(data: unknown, extra?: CommExtra): void;
  close(data?: unknown, extra?: CommExtra): void;
  /** A promise that a listener gives is waited for: until then an interrupt reaches it. */
  onMessage(listener: (data: unknown, extra: Required<CommExtra>) => unknown): void;
  onClose(listener: (data: unknown) => void): void;
}

interface WidgetMaker {
  /** A front end of your own, and a state that it shares with the kernel. */
  (options: WidgetOptions): Widget;
  /** A number that is moved: `widget.slider({ min: 0, max: 1, onChange: (value) => … })`. */
  slider(options?: SliderOptions): Widget & { value: number };
  /** One of several: `widget.select({ options: ['AUC', 'log loss'], onChange: (value) => … })`. */
  select(options: SelectOptions): Widget & { value: string | number | boolean };
  /** A button: `widget.button({ label: 'Again', onClick: () => … })`. */
  button(options?: ButtonOptions): Widget;
}

interface Widget {
  /** All of the state, as it is now. */
  readonly state: Readonly<Record<string, unknown>>;
  /** What the state calls `value`. */
  value: unknown;
  get(name: string): unknown;
  /** Changes the state, and what is seen of it. */
  set(name: string, value: unknown): void;
  /** Sends something to the front end, which hears it by `model.on('msg:custom', (content, buffers) => …)`. */
  send(content: unknown, buffers?: readonly Uint8Array[]): void;
  /** Ends it: its front end stays as it is, and nothing is heard of it. */
  close(): void;
}

interface WidgetOptions {
  /**
   * The front end, as anywidget has it: an ECMAScript module that exports `render({ model, el })`, as text, or a .js
   * file beside the notebook.
   */
  readonly module: string;
  /** Style sheet of the front end: text, or a .css file beside the notebook; none without this. */
  readonly css?: string;
  /** What kernel and front end share, by name; JSON, at most 1 MB; `{}` without this. */
  readonly state?: Readonly<Record<string, unknown>>;
  /** Called after the front end has changed the state: `({ name, value, state }) => …`; none without this. */
  readonly onChange?: (change: WidgetChange) => unknown;
  /** Called with what the front end sends by `model.send(content)`; none without this. */
  readonly onMessage?: (content: unknown, buffers: readonly Uint8Array[]) => unknown;
}

/** What a front end changed. */
interface WidgetChange {
  readonly name: string;
  readonly value: unknown;
  /** All of the state, as it is now. */
  readonly state: Readonly<Record<string, unknown>>;
}

interface SliderOptions {
  /** What stands beside it; nothing without this. */
  readonly label?: string;
  /** Its least value; 0 without this. */
  readonly min?: number;
  /** Its greatest value; 1 without this. */
  readonly max?: number;
  /** How far it moves at once; a hundredth of its range without this. */
  readonly step?: number;
  /** Where it stands first; the middle without this. */
  readonly value?: number;
  /** Called with the value whenever it is moved; none without this. */
  readonly onChange?: (value: number) => unknown;
}

interface SelectOptions {
  /** What stands beside it; nothing without this. */
  readonly label?: string;
  /** What can be chosen: texts, numbers, true and false. */
  readonly options: readonly (string | number | boolean)[];
  /** What is chosen first; the first of `options` without this. */
  readonly value?: string | number | boolean;
  /** Called with what was chosen; none without this. */
  readonly onChange?: (value: string | number | boolean) => unknown;
}

interface ButtonOptions {
  /** What stands on it; `'Run'` without this. */
  readonly label?: string;
  /** Called whenever it is pressed; none without this. */
  readonly onClick?: () => unknown;
}
