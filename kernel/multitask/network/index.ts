export type { Blocks, BuildModel, EmbedOptions, InitOption, LinearOptions } from './blocks.ts';
export { buildNetwork } from './build-network.ts';
export { checkLabels, checkRows } from './check-rows.ts';
export type { ModelDefinition } from './definition.ts';
export { initialParameters } from './initial-parameters.ts';
export type {
  ActivateNode,
  Activation,
  AddNode,
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
  NumericNode,
  Output,
  Parameter,
  Penalty,
  Probability,
  SoftmaxNode,
  StopGradientNode,
} from './network.ts';
export { sizeOf } from './parameter-size.ts';
export { type FlatNetwork, flattenNetwork, unflattenNetwork } from './references.ts';
export { networkSummary, parameterCount } from './summary.ts';
export { inputsOf, logitsOf, nodesOf, parametersOf, upstream } from './walk.ts';
export { withTasks } from './with-tasks.ts';
