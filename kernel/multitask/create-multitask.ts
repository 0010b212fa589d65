import { type CalibrationHost, createCalibration } from './calibration/index.ts';
import { createClusters } from './cluster/attach/index.ts';
import { remote } from './cluster/index.ts';
import { createDatasets } from './datasets/index.ts';
import type { Environment } from './environment.ts';
import { type CompareHost, createCompare, createSearch, type SearchHost } from './experiments/index.ts';
import { createGateReport } from './gate-report/index.ts';
import { createImportance, type ImportanceHost } from './importance/index.ts';
import * as metrics from './metrics/index.ts';
import { createModels } from './models/index.ts';
import { callable, type OptionTable, readOptions } from './options/index.ts';
import type { Runtime } from './runtime.ts';
import { createEvaluators, trainerChooser } from './trainers/index.ts';
import { type Backend, chooseBackend } from './trainers/tfjs/index.ts';

const environmentOptions = {
  watch: {
    type: callable<NonNullable<Environment['watch']>>(
      'of a run that is to be shown, which gives a function of its events',
    ),
    about: 'Called when a run begins that is to be shown; what it returns hears every event of the run',
  },
  showRun: {
    type: callable<NonNullable<Environment['showRun']>>('of a run that gives a bundle'),
    without: 'its table',
    about: 'How a run is shown where it is the value of a cell',
  },
  progress: {
    type: callable<NonNullable<Environment['progress']>>('of a label and a total that gives a bar'),
    about: 'Shows how many rows of so many are done, e.g. scored on a cluster; what it returns is moved',
  },
  warn: {
    type: callable<NonNullable<Environment['warn']>>('of a line of text'),
    without: '`console.warn`',
    about: 'Called with a warning in words, e.g. that a slower trainer is used',
  },
  own: {
    type: callable<NonNullable<Environment['own']>>('of work that gives its result'),
    about: "Runs work that is not the person's, e.g. words about a run: a notebook gives it V8's own built-ins",
  },
  training: {
    type: callable<NonNullable<Environment['training']>>('that gives a function'),
    about: 'Called when a training begins; what it returns is called when it is over',
  },
  signal: {
    type: callable<NonNullable<Environment['signal']>>('that gives an AbortSignal'),
    about: 'The signal of all work that is given none of its own',
  },
  showGates: {
    type: callable<NonNullable<Environment['showGates']>>('of a gate report that gives a bundle'),
    about: "How a gate report is shown: a bundle of MIME types, for `Symbol.for('Jupyter.display')`",
  },
  showImportance: {
    type: callable<NonNullable<ImportanceHost['showImportance']>>('of an importance that gives a bundle'),
    without: 'its table',
    about: 'How the importance of features is shown where it is the value of a cell',
  },
  showCalibration: {
    type: callable<NonNullable<CalibrationHost['showCalibration']>>('of a calibration that gives a bundle'),
    without: 'its table',
    about: 'How a calibration is shown where it is the value of a cell',
  },
  watchStudy: {
    type: callable<NonNullable<CompareHost['watchStudy']>>('that gives a function of the progress'),
    about:
      'Called when a comparison begins that is to be shown; what it returns hears every change, the last one no longer `running`',
  },
  showStudy: {
    type: callable<NonNullable<CompareHost['showStudy']>>('of a study that gives a bundle'),
    without: 'its table',
    about: 'How a study is shown where it is the value of a cell',
  },
  watchSearch: {
    type: callable<NonNullable<SearchHost['watchSearch']>>('that gives a function of the progress'),
    about:
      'Called when a search begins that is to be shown; what it returns hears every change, the last one no longer `running`',
  },
  showFound: {
    type: callable<NonNullable<SearchHost['showFound']>>('of what was found that gives a bundle'),
    without: 'its table',
    about: 'How what was found is shown where it is the value of a cell',
  },
} as const satisfies OptionTable<Host>;

/** All that a host may add to the library. */
export type Host = Environment & CompareHost & SearchHost & ImportanceHost & CalibrationHost;

/** The library, for a host that watches runs and can interrupt them; an empty environment for a script. */
export function createMultitask(environment: Host = {}) {
  readOptions('createMultitask', environmentOptions, environment);
  let backend: Promise<Backend> | undefined;
  let runs = 0;
  const runtime: Runtime = {
    environment,
    backend: () => (backend ??= chooseBackend()),
    nextRun: () => ++runs,
    evaluators: createEvaluators(),
    trainers: (wanted, warn) => trainerChooser(wanted, runtime.backend, warn),
  };
  const models = createModels(runtime);
  return {
    /** Makes models: those of the catalog, and your own. */
    models,
    /** Data to train on. */
    datasets: createDatasets(environment),
    /** Metrics of labels and predictions. */
    metrics,
    /** Which experts each task uses. */
    gateReport: createGateReport(environment),
    /** What each task loses without each feature. */
    importance: createImportance(environment),
    /** Whether what each task predicts is what happens. */
    calibration: createCalibration(environment),
    /** Which model is better, over seeds. */
    compare: createCompare(environment),
    /** Which options are good. */
    search: createSearch(environment),
    /** Clusters that train. */
    clusters: createClusters(models.load),
    /** Rows that a cluster reads. */
    remote,
    /** The backend of TensorFlow.js, chosen once, when it is first asked for. */
    backend: runtime.backend,
  } as const;
}
