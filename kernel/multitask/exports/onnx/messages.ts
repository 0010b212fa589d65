import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/** What ONNX calls types of tensors (onnx.proto3, TensorProto.DataType). */
export const dataTypes = { float: 1, int64: 7, string: 8, bool: 9, double: 11 } as const;
export type DataType = keyof typeof dataTypes;

export type Tensor = {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array | Float64Array | BigInt64Array;
};

export type Attribute = number | readonly number[] | readonly string[] | { readonly float: number };

export type Operator = {
  readonly type: string;
  /** Empty for ONNX's own. */
  readonly domain: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
};

/** A value that goes in or comes out: a side of its shape is a number, or a name where it is free. */
export type Described = {
  readonly name: string;
  readonly type: DataType;
  readonly shape: readonly (string | number)[];
};

export type OnnxModel = {
  readonly name: string;
  readonly description: string;
  readonly producerVersion: string;
  /** Version of the operators of each domain. */
  readonly operators: Readonly<Record<string, number>>;
  readonly metadata: Readonly<Record<string, string>>;
  readonly inputs: readonly Described[];
  readonly outputs: readonly Described[];
  readonly nodes: readonly Operator[];
  readonly constants: readonly Tensor[];
};

/** The bytes of a ModelProto (onnx.proto3; intermediate representation 8). */
export function encodeModel(model: OnnxModel): Uint8Array {
  return new Message()
    .integer(1, 8)
    .text(2, 'multitask-notebook')
    .text(3, model.producerVersion)
    .text(6, model.description)
    .message(7, (graph) => encodeGraph(graph, model))
    .messages(8, Object.entries(model.operators), (operators, [domain, version]) =>
      operators.text(1, domain).integer(2, version),
    )
    .messages(14, Object.entries(model.metadata), (entry, [key, value]) => entry.text(1, key).text(2, value))
    .bytes();
}

function encodeGraph(graph: Message, { name, nodes, constants, inputs, outputs }: OnnxModel): void {
  graph
    .messages(1, nodes, encodeNode)
    .text(2, name)
    .messages(5, constants, encodeTensor)
    .messages(11, inputs, encodeDescribed)
    .messages(12, outputs, encodeDescribed);
}

function encodeNode(node: Message, { type, domain, name, inputs, outputs, attributes }: Operator): void {
  for (const input of inputs) node.text(1, input);
  for (const output of outputs) node.text(2, output);
  node.text(3, name).text(4, type).messages(5, Object.entries(attributes), encodeAttribute).text(7, domain);
}

function encodeAttribute(attribute: Message, [name, value]: readonly [string, Attribute]): void {
  attribute.text(1, name);
  if (typeof value === 'number') attribute.integer(3, value).integer(20, 2);
  else if ('float' in value) attribute.float(2, value.float).integer(20, 1);
  else if (isTexts(value)) {
    for (const each of value) attribute.text(9, each);
    attribute.integer(20, 8);
  } else attribute.integers(8, value).integer(20, 7);
}

function encodeTensor(tensor: Message, { name, shape, values }: Tensor): void {
  const type = values instanceof Float32Array ? 'float' : values instanceof Float64Array ? 'double' : 'int64';
  tensor
    .integers(1, shape)
    .integer(2, dataTypes[type])
    .text(8, name)
    .raw(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

function encodeDescribed(value: Message, { name, type, shape }: Described): void {
  value.text(1, name).message(2, (ofType) =>
    ofType.message(1, (tensor) =>
      tensor.integer(1, dataTypes[type]).message(2, (sides) =>
        sides.messages(1, shape, (side, size) => {
          if (typeof size === 'number') side.integer(1, size);
          else side.text(2, size);
        }),
      ),
    ),
  );
}

function isTexts(values: readonly (string | number)[]): values is readonly string[] {
  return typeof values[0] === 'string';
}

/** A protobuf message, field by field. */
class Message {
  readonly #writer = new BinaryWriter();

  integer(field: number, value: number): this {
    this.#writer.tag(field, WireType.Varint).int64(value);
    return this;
  }

  float(field: number, value: number): this {
    this.#writer.tag(field, WireType.Bit32).float(value);
    return this;
  }

  text(field: number, value: string): this {
    this.#writer.tag(field, WireType.LengthDelimited).string(value);
    return this;
  }

  raw(field: number, value: Uint8Array): this {
    this.#writer.tag(field, WireType.LengthDelimited).bytes(value);
    return this;
  }

  integers(field: number, values: readonly number[]): this {
    this.#writer.tag(field, WireType.LengthDelimited).fork();
    for (const value of values) this.#writer.int64(value);
    this.#writer.join();
    return this;
  }

  message(field: number, write: (message: Message) => void): this {
    const inner = new Message();
    write(inner);
    return this.raw(field, inner.bytes());
  }

  messages<Item>(field: number, items: readonly Item[], write: (message: Message, item: Item) => void): this {
    for (const item of items) this.message(field, (message) => write(message, item));
    return this;
  }

  bytes(): Uint8Array {
    return this.#writer.finish();
  }
}
