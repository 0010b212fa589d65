import { type CategoricalColumn, type Column, fitsFloat32, type ListColumn } from '../../data/index.ts';
import type { Network } from '../../network/index.ts';
import { numericScales } from '../../trainers/common/index.ts';
import type { Graph, Value } from './graph.ts';

/** What a graph reads of a row, made when it is first asked for: columns that nothing reads are no inputs. */
export type Columns = {
  /** The numeric columns, scaled as the network wants them. [batch, numeric columns] */
  readonly numeric: () => Value;
  /** 1 + the code of each row, 0 for a value that the training rows never had. [batch] */
  readonly codes: (column: CategoricalColumn) => Value;
  /** The same of the first `maxLength` values of a list, 0 behind its end. [batch, length] */
  readonly lists: (column: ListColumn, maxLength: number) => Value;
  /** How many rows there are: [1] */
  readonly batch: () => Value;
};

export function createColumns(network: Network, graph: Graph): Columns {
  const { add, integers } = graph;

  const numeric = once(() => {
    const columns = network.features.columns.filter((column) => column.kind === 'numeric');
    const scales = numericScales(network);
    // In 64 bits, as everywhere: a timestamp less its mean is exact.
    const inputs = columns.map((column) => {
      const type = fitsFloat32(column.mean, column.sd) ? 'float' : 'double';
      const input = graph.input({ name: column.name, type, shape: ['batch'] });
      const wide = type === 'double' ? input : add('Cast', `${column.name} in 64 bits`, [input], { to: 11 });
      return add('Unsqueeze', `${column.name} as a column`, [wide, integers([1])]);
    });
    const all = inputs.length === 1 ? inputs[0] : add('Concat', 'numeric columns', inputs, { axis: 1 });
    const constant = (name: string, of: (scale: (typeof scales)[number]) => number) =>
      graph.doubles(name, scales.map(of), [1, scales.length]);
    const isMissing = add('IsNaN', 'missing', [all]);
    const present = add('Where', 'missing as the mean', [isMissing, constant('means', ({ mean }) => mean), all]);
    const shifted = add('Sub', 'less the mean', [present, constant('shifts', ({ shift }) => shift)]);
    const scaled = add('Div', 'by the sd', [shifted, constant('scales', ({ scale }) => scale)]);
    return add('Cast', 'standardised', [scaled], { to: 1 });
  });

  /** Codes of text: 1 + its place among the column's values. */
  function encode(column: CategoricalColumn | ListColumn, text: Value): Value {
    const attributes = {
      keys_strings: column.values,
      values_int64s: column.values.map((_, code) => code + 1),
      default_int64: 0,
    };
    return add('LabelEncoder', `${column.name} as codes`, [text], attributes, 'ai.onnx.ml');
  }

  const wholeList = once((column: ListColumn) => {
    const length = `length of ${column.name}`;
    const text = graph.input({ name: column.name, type: 'string', shape: ['batch', length] });
    const mask = graph.input({ name: graph.unique(`${column.name} mask`), type: 'bool', shape: ['batch', length] });
    return add('Where', `codes of ${column.name}`, [mask, encode(column, text), integers([0])]);
  });

  return {
    numeric,
    codes: once((column: CategoricalColumn) =>
      encode(column, graph.input({ name: column.name, type: 'string', shape: ['batch'] })),
    ),
    lists(column, maxLength) {
      const codes = wholeList(column);
      if (maxLength === Number.POSITIVE_INFINITY) return codes;
      const range = [integers([0]), integers([maxLength]), integers([1])];
      return add('Slice', `the first ${maxLength} of ${column.name}`, [codes, ...range]);
    },
    batch: once(() => {
      const [first] = graph.inputs;
      if (!first) throw new Error('toOnnx: this model reads no column: it has no rows to count.');
      const shape = add('Shape', 'shape of the first column', [first.name]);
      return add('Slice', 'rows', [shape, integers([0]), integers([1])]);
    }),
  };
}

/** Computes a value once for each argument. */
function once<Of extends Column | undefined = undefined>(make: (of: Of) => Value): (of?: Of) => Value;
function once<Of extends Column>(make: (of: Of) => Value): (of: Of) => Value {
  const made = new Map<Of, Value>();
  return (of) => {
    const found = made.get(of) ?? make(of);
    made.set(of, found);
    return found;
  };
}
