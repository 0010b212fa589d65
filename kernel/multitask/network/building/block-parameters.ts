import type { Read } from '../../options/index.ts';
import type { InitOption, linearOptions } from '../block-options.ts';
import type { DenseNode, Init, Parameter } from '../network.ts';

export function parameter(
  name: string,
  shape: readonly [number, number] | readonly [number],
  init: InitOption,
): Parameter {
  return { name, shape, init: withFans(init, shape[0], shape[1] ?? 1) };
}

function withFans(init: InitOption, fanIn: number, fanOut: number): Init {
  if (init === 'glorot') return { kind: 'glorot', fanIn, fanOut };
  if (init === 'lecun-normal') return { kind: 'normal', sd: 1 / Math.sqrt(fanIn) };
  return init === 'he' ? { kind: 'he', fanIn } : init;
}

/** Weights and bias of a layer: its own, or those of the layer it is like. */
export function weightsFor(
  name: string,
  block: string,
  inputs: number,
  units: number,
  { like, init, bias }: Read<typeof linearOptions>,
): Pick<DenseNode, 'weights' | 'bias'> {
  if (like === undefined) {
    const weights = parameter(`${name}/weights`, [inputs, units], init);
    const value = bias === false ? undefined : bias;
    return {
      weights,
      bias: value === undefined ? undefined : parameter(`${name}/bias`, [units], { kind: 'constant', value }),
    };
  }
  const layer = like.kind === 'activate' ? like.input : like;
  if (layer.kind !== 'dense')
    throw new Error(`${block}: "${like.name}" is no dense or linear block, so it has no weights to share.`);
  const [rows, columns] = layer.weights.shape;
  if (rows !== inputs || columns !== units)
    throw new Error(
      `${block}: its weights are [${inputs}, ${units}] but those of "${like.name}" are [${rows}, ${columns}].`,
    );
  return { weights: layer.weights, bias: layer.bias };
}
