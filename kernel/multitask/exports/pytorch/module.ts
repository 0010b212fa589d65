import {
  type AttendNode,
  type DenseNode,
  type EmbedNode,
  type Network,
  type NetworkNode,
  nodesOf,
  type Parameter,
  trainedThrough,
  upstream,
} from '../../network/index.ts';
import { embeddedColumns } from '../../trainers/common/index.ts';
import { createIdentifiers } from './identifiers.ts';
import { moduleText } from './module-text.ts';
import { createObjective } from './objective.ts';
import { call, dictionary, type Expression, float, list, operation, statement, text } from './python-source.ts';
import { createSignals, penaltySignals, signalsOf } from './signals.ts';
import type { TorchTensor } from './tensors.ts';

/** A network as a PyTorch module: its source, and where its tensors come from. */
export type TorchModule = { readonly source: string; readonly tensors: readonly TorchTensor[] };

/** Columns of a kind, as the module counts them. */
type Sizes = readonly (readonly [name: string, values: number])[];

export function torchModule(network: Network, title: string): TorchModule {
  const { columns } = network.features;
  const numbers = columns.filter(({ kind }) => kind === 'numeric').length;
  const memberName = createIdentifiers();
  const variableName = createIdentifiers();
  const members: string[] = [];
  const lines: string[] = [];
  const tensors: TorchTensor[] = [];
  const values = new Map<NetworkNode, string>();
  const modules = new Map<Parameter, { readonly name: string; readonly bias: Parameter | undefined }>();
  const imported = new Set<string>();
  let usesF = false;

  function helper(name: string, ...items: readonly Expression[]): Expression {
    imported.add(name);
    return call(name, ...items);
  }

  function functional(name: string, ...items: readonly Expression[]): Expression {
    usesF = true;
    return call(`F.${name}`, ...items);
  }

  function member(name: string, value: Expression): void {
    members.push(...statement(`self.${name} = `, value, 8));
  }

  function tensor(name: string, parameter: Parameter, kind: TorchTensor['kind'], first = 0, last = parameter.shape[0]) {
    tensors.push({ name, parameter, kind, first, last });
  }

  function value(node: NetworkNode): string {
    const found = values.get(node);
    if (found === undefined)
      throw new Error(`toPyTorch: "${node.name}" is read by something that has no operator for it.`);
    return found;
  }

  /** `x` in the notation of a module's forward. */
  function operand(node: NetworkNode): string {
    return node.kind === 'input' ? 'inputs' : value(node);
  }

  function categories(): Sizes {
    return columns.flatMap((column) =>
      column.kind === 'categorical' ? [[column.name, column.values.length] as const] : [],
    );
  }

  function sizes(of: Sizes): Expression {
    return dictionary(of.map(([name, count]) => [name, String(count)]));
  }

  /** The layer with these weights, made when they are first seen. */
  function layer({ name, input, weights, bias, width }: DenseNode): string {
    const known = modules.get(weights);
    if (known && known.bias === bias) return known.name;
    const own = memberName(name, 'layer');
    const withoutBias = bias ? [] : ['bias=False'];
    if (input.kind === 'input') {
      member(own, helper('InputLinear', 'NUMBERS', 'CATEGORIES', String(width), ...withoutBias));
      tensor(`${own}.weight`, weights, 'rows', 0, numbers);
      tensor(`${own}.categories.weight`, weights, 'behind zeros', numbers);
    } else {
      member(own, call('nn.Linear', String(input.width), String(width), ...withoutBias));
      tensor(`${own}.weight`, weights, 'transposed');
    }
    if (bias) tensor(`${own}.bias`, bias, 'same');
    // The same weights with another bias: one tensor with two names.
    if (known) members.push(`        self.${own}.weight = self.${known.name}.weight`);
    if (!known) modules.set(weights, { name: own, bias });
    return own;
  }

  /** Tables are registered once, by who reads them first. */
  const tables = new Map<Parameter, string>();

  function embeddings(node: EmbedNode): string {
    const own = memberName(node.name, 'layer');
    const embedded = embeddedColumns(network, node);
    const options = [
      ...(embedded.some(({ column }) => column.kind === 'list') && node.pool === 'mean' ? ['pool="mean"'] : []),
      ...(Number.isFinite(node.maxLength) ? [`longest=${node.maxLength}`] : []),
      ...(node.table === 'shared' ? ['shared=True'] : []),
    ];
    const ofColumns = sizes(embedded.map(({ column }) => [column.name, column.values.length]));
    member(own, helper('Embeddings', ofColumns, String(node.units), ...options));
    for (const [i, table] of node.tables.entries()) {
      tensor(`${own}.tables.${i}.weight`, table, 'behind zeros');
      const known = tables.get(table);
      if (known) members.push(`        self.${own}.tables[${i}] = ${known}`);
      else tables.set(table, `self.${own}.tables[${i}]`);
    }
    return own;
  }

  function tableOf(table: Parameter): string {
    const known = tables.get(table);
    if (known) return known;
    const own = memberName(table.name, 'table');
    const [rows, units] = table.shape;
    member(own, call('nn.Embedding', String(1 + rows), String(units), 'padding_idx=0'));
    tensor(`${own}.weight`, table, 'behind zeros');
    tables.set(table, `self.${own}`);
    return `self.${own}`;
  }

  function attend(node: AttendNode): Expression {
    const [{ column, table, firstRow }] = embeddedColumns(network, node);
    const own = memberName(node.name, 'layer');
    member(own, helper('Attention', String(node.units), String(node.fromQuery.width)));
    tensor(`${own}.both.weight`, node.weights, 'transposed');
    tensor(`${own}.scores.weight`, node.scores, 'transposed');
    const first = Number.isFinite(node.maxLength) ? `[:, :${node.maxLength}]` : '';
    const all = `inputs.lists[${text(column.name)}]${first}`;
    const codes = firstRow === 0 ? all : helper('behind', all, String(firstRow));
    const how = node.attention === 'softmax' ? [] : ['normalised=False'];
    return call(`self.${own}`, tableOf(table), codes, value(node.query), value(node.fromQuery), ...how);
  }

  function activated(activation: string, of: Expression): Expression {
    if (activation === 'linear') return of;
    if (activation === 'swish') return functional('silu', of);
    return activation === 'relu' ? functional('relu', of) : call(`torch.${activation}`, of);
  }

  function expression(node: Exclude<NetworkNode, { kind: 'input' }>): Expression {
    switch (node.kind) {
      case 'numeric':
        return 'inputs.numbers';
      case 'embed':
        return call(`self.${embeddings(node)}`, 'inputs');
      case 'attend':
        return attend(node);
      case 'concat':
        return call('torch.cat', list(node.parts.map(value)), 'dim=1');
      case 'dense':
        return activated(node.activation, call(`self.${layer(node)}`, operand(node.input)));
      case 'activate':
        return activated(node.activation, value(node.input));
      case 'layerNorm': {
        const own = memberName(node.name, 'layer');
        member(own, call('nn.LayerNorm', String(node.width), `eps=${float(node.epsilon)}`));
        tensor(`${own}.weight`, node.gain, 'same');
        tensor(`${own}.bias`, node.shift, 'same');
        return call(`self.${own}`, value(node.input));
      }
      case 'batchNorm': {
        const own = memberName(node.name, 'layer');
        member(own, helper('BatchNorm', String(node.width), float(node.epsilon), float(node.momentum)));
        const { gain: weight, shift: bias, mean: running_mean, variance: running_var } = node;
        for (const [name, parameter] of Object.entries({ weight, bias, running_mean, running_var }))
          tensor(`${own}.${name}`, parameter, 'same');
        return call(`self.${own}`, value(node.input));
      }
      case 'dropout':
        return functional('dropout', value(node.input), float(node.rate), 'self.training');
      case 'stopGradient':
        return `${value(node.input)}.detach()`;
      case 'dot':
        return helper('dot', value(node.a), value(node.b));
      case 'multiply':
        return operation('*', [value(node.a), value(node.b)]);
      case 'vector': {
        const own = memberName(node.name, 'values');
        member(own, call('nn.Parameter', call('torch.zeros', String(node.width))));
        tensor(own, node.values, 'same');
        return call(`self.${own}.expand`, 'len(inputs)', '-1');
      }
      case 'add':
        if (node.weights) return helper('mix', value(node.weights), list(node.parts.map(value)));
        return operation('+', node.parts.map(value));
      case 'indicator':
        return helper('indicator', `inputs.codes[${text(node.column)}]`, String(node.width));
      case 'softmax': {
        const options = [
          ...(node.temperature === 1 ? [] : [`temperature=${float(node.temperature)}`]),
          ...(node.top === undefined ? [] : [`top=${node.top}`]),
        ];
        const gate =
          options.length === 0
            ? call('torch.softmax', value(node.logits), 'dim=1')
            : helper('softmax', value(node.logits), ...options);
        return node.dropout === 0 ? gate : helper('drop_experts', gate, float(node.dropout), 'self.training');
      }
      case 'selector':
        return helper('selector', value(node.logits), String(node.choices), String(node.width), float(node.gamma));
      case 'mix':
        return helper('mix', value(node.gate), list(node.experts.map(value)));
    }
  }

  const signals = createSignals();
  for (const output of network.outputs) for (const signal of signalsOf(output)) signals.add(signal.name, signal.node);
  for (const penalty of network.penalties)
    for (const { name, node } of penaltySignals(penalty)) signals.add(name, node);

  const wanted = [...network.outputs.flatMap(nodesOf), ...trainedThrough(network), ...signals.nodes()];
  for (const node of upstream(wanted)) {
    if (node.kind === 'input') continue;
    const written = expression(node);
    const name = variableName(node.name, variableKinds[node.kind]);
    values.set(node, name);
    lines.push(...statement(`${name} = `, written, 8, `[batch, ${node.width}]`));
  }
  const results = dictionary(
    signals.all().map(({ name, node }) => [name, node.width === 1 ? `${value(node)}.squeeze(1)` : value(node)]),
  );
  lines.push(...statement('return ', results, 8));

  const objective = createObjective(signals, helper, functional);
  const source = moduleText(network, title, objective, {
    members,
    forward: lines,
    imported,
    usesFunctional: () => usesF,
    constants: () => [`NUMBERS = ${numbers}`, ...statement('CATEGORIES = ', sizes(categories()), 0)],
  });
  return { source, tensors };
}

/** What a value is called where its node shares its name with another. */
const variableKinds: Readonly<Record<NetworkNode['kind'], string>> = {
  input: 'x',
  numeric: 'numbers',
  embed: 'embedding',
  attend: 'attention',
  batchNorm: 'normalised',
  concat: 'all',
  dense: 'output',
  activate: 'activated',
  dropout: 'dropped',
  stopGradient: 'fixed',
  dot: 'product',
  multiply: 'scaled',
  vector: 'rows',
  add: 'sum',
  layerNorm: 'normalised',
  indicator: 'is',
  selector: 'choice',
  softmax: 'weights',
  mix: 'mix',
};
