/** Multi-task models for scripts: `import { datasets, models } from 'multitask-notebook'`. */
import { createMultitask } from './create-multitask.ts';

export type { Calibration, CalibrationOptions, CalibrationTask } from './calibration/index.ts';
export type { Clusters, RayCluster, RayOptions, RemoteRows } from './cluster/index.ts';
export { createMultitask } from './create-multitask.ts';
export type {
  CategoricalColumn,
  Column,
  Dataset,
  Features,
  ListColumn,
  NumericColumn,
  RowStream,
  Rows,
  Task,
} from './data/index.ts';
export type {
  AliCcp,
  AliCcpOptions,
  CensusIncomeOptions,
  ClickFunnel,
  ClickFunnelOptions,
  CorrelatedTasksOptions,
  Datasets,
  Domains,
  DomainsOptions,
  DomainsTruth,
  FunnelTruth,
  Sequences,
  SequencesOptions,
  SequencesTruth,
  StreamedTable,
  Table,
  TableOptions,
} from './datasets/index.ts';
export type { Environment } from './environment.ts';
export type {
  Candidate,
  ComparedData,
  CompareHost,
  CompareOptions,
  Define,
  FailedTrial,
  Found,
  Pick,
  Picks,
  SearchAxis,
  SearchedData,
  SearchHost,
  SearchOptions,
  SearchProgress,
  SearchTrial,
  Study,
  StudyDifference,
  StudyGain,
  StudyProgress,
  StudyResult,
  StudyTask,
  Trial,
} from './experiments/index.ts';
export type {
  GatedModel,
  GateLevel,
  GateReport,
  GateReportOptions,
  GateStatistics,
  GateSummary,
} from './gate-report/index.ts';
export type {
  FeatureImportance,
  Importance,
  ImportanceOptions,
  ImportanceTask,
  Loss,
  PredictingModel,
} from './importance/index.ts';
export type { Metrics, TaskMetrics } from './metrics/index.ts';
export type { Model, Run } from './model/index.ts';
export type {
  Activation,
  Blocks,
  BuildModel,
  ConcatNode,
  DenseNode,
  DotNode,
  DropoutNode,
  EmbedNode,
  Init,
  InputNode,
  MixNode,
  Network,
  NetworkNode,
  NumericNode,
  Output,
  Parameter,
  Penalty,
  Probability,
  SoftmaxNode,
  StopGradientNode,
} from './network/index.ts';
export type { RunVerdict, VerdictKind } from './run-verdict.ts';
export type {
  EndedEvent,
  EpochEvent,
  FitOptions,
  RunBefore,
  RunDescription,
  RunTask,
  StepsEvent,
  TrainingEvent,
} from './training/index.ts';

export const { models, datasets, metrics, gateReport, importance, calibration, compare, search, clusters, remote } =
  createMultitask();
