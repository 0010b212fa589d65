export type {
  AddOptions,
  AttendOptions,
  DenseOptions,
  EmbedOptions,
  InitOption,
  LinearOptions,
  MixOptions,
  Named,
  PenaltyOptions,
  RiskOptions,
  SelectorOptions,
  SoftmaxOptions,
} from './block-options.ts';
export type { Blocks, BuildModel, ModelParts } from './blocks.ts';
export { buildNetwork } from './build-network.ts';
export { checkLabels, checkRows, checkSomeCount } from './check-rows.ts';
export type { ModelDefinition } from './definition.ts';
export { initialParameters } from './initial-parameters.ts';
export type {
  ActivateNode,
  Activation,
  AddNode,
  AttendNode,
  BalancePenalty,
  BatchNormNode,
  ConcatNode,
  DenseNode,
  DotNode,
  DropoutNode,
  EmbedNode,
  GateNode,
  IndicatorNode,
  Init,
  InputNode,
  LayerNormNode,
  MixNode,
  MultiplyNode,
  Network,
  NetworkNode,
  Node,
  NumericNode,
  OrderPenalty,
  Output,
  Parameter,
  Penalty,
  Probability,
  RiskPenalty,
  SelectorNode,
  SoftmaxNode,
  StopGradientNode,
  SumToOnePenalty,
  TableNode,
  UndecidedPenalty,
  VectorNode,
} from './network.ts';
export { sizeOf } from './parameter-size.ts';
export { type FlatNetwork, flattenNetwork, unflattenNetwork } from './references.ts';
export { type NetworkPart, sharedParts } from './shared-parts.ts';
export { networkSummary, parameterCount } from './summary.ts';
export {
  arraysOf,
  expertsOf,
  inputsOf,
  logitsOf,
  nodesOf,
  parametersOf,
  readsTables,
  trainedThrough,
  upstream,
} from './walk.ts';
export { withTasks } from './with-tasks.ts';
