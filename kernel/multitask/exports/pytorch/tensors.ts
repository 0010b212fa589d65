import type { Parameter } from '../../network/index.ts';

/** How a tensor of the PyTorch module is made of a parameter of ours, and back. */
export type TorchTensor = {
  /** As in `state_dict`. */
  readonly name: string;
  readonly parameter: Parameter;
  /**
   * `same`: as it is. `transposed`: [out, in] of [in, out]. `rows`: its rows from `first` to `last`. `behind zeros`: those rows behind
   * one of zeros, that of no category.
   */
  readonly kind: 'same' | 'transposed' | 'rows' | 'behind zeros';
  readonly first: number;
  readonly last: number;
};

type Values = { readonly shape: readonly number[]; readonly values: Float32Array };

export function toTorch({ parameter, kind, first, last }: TorchTensor, values: Float32Array): Values {
  if (kind === 'same') return { shape: parameter.shape, values };
  const [rows, units] = parameter.shape;
  if (kind === 'transposed') return { shape: [units, rows], values: transposed(values, rows, units) };
  const own = values.subarray(first * units, last * units);
  if (kind === 'rows') return { shape: [last - first, units], values: own };
  const behindZeros = new Float32Array(units + own.length);
  behindZeros.set(own, units);
  return { shape: [1 + last - first, units], values: behindZeros };
}

/** Writes a tensor of the module into the values of its parameter. */
export function fromTorch({ parameter, kind, first }: TorchTensor, tensor: Float32Array, into: Float32Array): void {
  const [rows, units] = parameter.shape;
  if (kind === 'same') into.set(tensor);
  else if (kind === 'transposed') into.set(transposed(tensor, units, rows));
  else into.set(kind === 'rows' ? tensor : tensor.subarray(units), first * units);
}

function transposed(values: Float32Array, rows: number, columns: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) result[column * rows + row] = values[row * columns + column];
  return result;
}
