export {
  type ChosenMetric,
  type OwnMetric,
  ownMetrics,
  type ReadyMetric,
  readyMetrics,
  withChosen,
} from './chosen-metrics.ts';
