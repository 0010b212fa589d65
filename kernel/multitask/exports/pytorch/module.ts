import {
  type AttendNode,
  type DenseNode,
  type EmbedNode,
  type Network,
  type NetworkNode,
  nodesOf,
  type Output,
  type Parameter,
  type Penalty,
  type Probability,
  trainedThrough,
  upstream,
} from '../../network/index.ts';
import { embeddedColumns, labelScale } from '../../trainers/common/index.ts';
import { createIdentifiers } from './identifiers.ts';
import { call, dictionary, type Expression, float, list, prefixed, statement, text } from './python-source.ts';
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
        return `${value(node.a)} * ${value(node.b)}`;
      case 'vector': {
        const own = memberName(node.name, 'values');
        member(own, call('nn.Parameter', call('torch.zeros', String(node.width))));
        tensor(own, node.values, 'same');
        return call(`self.${own}.expand`, 'len(inputs)', '-1');
      }
      case 'add':
        if (node.weights) return helper('mix', value(node.weights), list(node.parts.map(value)));
        return node.parts.length <= 3 ? node.parts.map(value).join(' + ') : call('sum', list(node.parts.map(value)));
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

  const className = classNameOf(network.model);
  const predictions = dictionary(network.outputs.map((output) => [output.name, predicted(output)]));
  const trained = network.outputs.filter((output) => output.task);
  const losses = dictionary(trained.map((output) => [output.task?.name ?? output.name, lossOf(output)]));

  function signal(of: { readonly name: string; readonly node: NetworkNode }): string {
    return `signals[${text(signals.nameOf(of.node))}]`;
  }

  function logits(of: Probability): string[] {
    return of.kind === 'product' ? of.factors.flatMap(logits) : [signal({ name: of.name, node: of.logit })];
  }

  function probability(of: Probability): string {
    return logits(of)
      .map((logit) => `torch.sigmoid(${logit})`)
      .join(' * ');
  }

  function predicted(output: Output): Expression {
    if (output.kind === 'binary') return probability(output.value);
    const { mean, sd } = output.task ? labelScale(output.task) : { mean: 0, sd: 1 };
    const of = signal({ name: output.name, node: output.value });
    return mean === 0 && sd === 1 ? of : `${float(mean)} + ${float(sd)} * ${of}`;
  }

  function lossOf(output: Output): Expression {
    const task = text(output.task?.name ?? output.name);
    if (output.kind === 'binary') return call('targets.cross_entropy', task, ...logits(output.value));
    return call('targets.squared_error', task, signal({ name: output.name, node: output.value }));
  }

  function penaltyOf(penalty: Penalty): Expression {
    const weighted = (of: Expression) => prefixed(`${float(penalty.weight)} * `, of);
    switch (penalty.kind) {
      case 'order': {
        const [upper, lower] = [penalty.upper, penalty.lower].map((output) =>
          output.kind === 'binary' ? probability(output.value) : signal({ name: output.name, node: output.value }),
        );
        return weighted(call('torch.mean', functional('relu', `${upper} - ${lower}`)));
      }
      case 'risk': {
        const imputed = penalty.imputed ? signal({ name: penalty.imputed.name, node: penalty.imputed }) : 'None';
        return weighted(
          helper(
            'risk',
            logits(penalty.value)[0],
            probability(penalty.propensity),
            imputed,
            'targets',
            `label=${text(penalty.label.task?.name ?? '')}`,
            `observed=${text(penalty.observed.task?.name ?? '')}`,
            `unobserved_rows=${penalty.rows === 'unobserved' ? 'True' : 'False'}`,
            `cap=${float(penalty.cap)}`,
          ),
        );
      }
      case 'sumToOne': {
        const [a, b] = penalty.values.map(probability);
        return weighted(call('torch.mean', call('torch.abs', `1 - ${a} - ${b}`)));
      }
      case 'undecided': {
        const { gate } = penalty;
        const of = signal({ name: `${gate.name} logits`, node: gate.logits });
        const step = helper('decisions', of, String(gate.choices), String(gate.width), float(gate.gamma));
        return weighted(helper('entropy', step));
      }
      case 'balance':
        return weighted(helper('imbalance', signal({ name: penalty.gate.name, node: penalty.gate })));
    }
  }

  const penalties = network.penalties.map(penaltyOf);
  const penalty =
    penalties.length === 0
      ? ['        return torch.zeros(())']
      : [
          ...penalties.flatMap((each, i) => statement(`${i === 0 ? 'total = ' : 'total = total + '}`, each, 8)),
          '        return total',
        ];

  const fromLayers = [...imported, 'Inputs'].filter((name) => !ofObjective.has(name)).sort(byIsort);
  const fromObjective = [...imported, 'Targets'].filter((name) => ofObjective.has(name)).sort(byIsort);
  const source = [
    `"""${title}, exported from Multitask Notebooks."""`,
    '',
    'from __future__ import annotations',
    '',
    'from collections.abc import Mapping',
    '',
    'import torch',
    'from torch import Tensor, nn',
    ...(usesF ? ['from torch.nn import functional as F'] : []),
    '',
    ...importLine('layers', fromLayers),
    ...importLine('objective', fromObjective),
    '',
    ...(imported.has('InputLinear')
      ? [`NUMBERS = ${numbers}`, ...statement('CATEGORIES = ', sizes(categories()), 0), '']
      : []),
    '',
    `class ${className}(nn.Module):`,
    ...docstring(`${title}: ${network.outputs.map(({ name }) => name).join(', ')}.`, 4),
    '',
    '    def __init__(self) -> None:',
    '        super().__init__()',
    ...members,
    '',
    '    def forward(self, inputs: Inputs) -> dict[str, Tensor]:',
    '        """Logits of probabilities, standardised numbers, and what penalties read."""',
    ...lines,
    '',
    '    def predict(self, inputs: Inputs) -> dict[str, Tensor]:',
    '        """Probabilities, and numbers in the units of their labels: [batch] each."""',
    '        signals = self(inputs)',
    ...statement('return ', predictions, 8),
    '',
    '    def losses(',
    '        self, signals: Mapping[str, Tensor], targets: Targets',
    '    ) -> dict[str, Tensor]:',
    '        """Mean loss of each task over a batch."""',
    ...statement('return ', losses, 8),
    '',
    '    def penalty(self, signals: Mapping[str, Tensor], targets: Targets) -> Tensor:',
    '        """What is added to the losses."""',
    ...penalty,
    '',
    '',
    `Model = ${className}`,
    '',
  ].join('\n');
  return { source, tensors };
}

/** What a probability, a value or a penalty reads of the network, by the name it has in the module's result. */
function createSignals() {
  const names = new Map<NetworkNode, string>();
  return {
    add(wanted: string, node: NetworkNode) {
      if (names.has(node)) return;
      const used = new Set(names.values());
      let name = wanted;
      for (let i = 2; used.has(name); i++) name = `${wanted} ${i}`;
      names.set(node, name);
    },
    nodes: () => [...names.keys()],
    all: () => [...names].map(([node, name]) => ({ name, node })),
    nameOf(node: NetworkNode): string {
      const name = names.get(node);
      if (name === undefined) throw new Error(`"${node.name}" is no signal.`);
      return name;
    },
  };
}

type Signal = { readonly name: string; readonly node: NetworkNode };

function signalsOf(output: Output): Signal[] {
  return output.kind === 'numeric' ? [{ name: output.name, node: output.value }] : leaves(output.value);
}

function leaves(of: Probability): Signal[] {
  return of.kind === 'product' ? of.factors.flatMap(leaves) : [{ name: of.name, node: of.logit }];
}

function penaltySignals(penalty: Penalty): Signal[] {
  switch (penalty.kind) {
    case 'order':
      return [penalty.lower, penalty.upper].flatMap(signalsOf);
    case 'risk': {
      const imputed = penalty.imputed ? [{ name: penalty.imputed.name, node: penalty.imputed }] : [];
      return [...leaves(penalty.value), ...leaves(penalty.propensity), ...imputed];
    }
    case 'sumToOne':
      return penalty.values.flatMap(leaves);
    case 'undecided':
      return [{ name: `${penalty.gate.name} logits`, node: penalty.gate.logits }];
    case 'balance':
      return [{ name: penalty.gate.name, node: penalty.gate }];
  }
}

/** `from module import …`, in one line or one name a line. */
function importLine(module: string, names: readonly string[]): string[] {
  const flat = `from ${module} import ${names.join(', ')}`;
  if (flat.length <= 88) return [flat];
  return [`from ${module} import (`, ...names.map((name) => `    ${name},`), ')'];
}

function docstring(sentence: string, indent: number): string[] {
  const space = ' '.repeat(indent);
  const safe = sentence.replaceAll('\\', '/').replaceAll('"', "'");
  if (safe.length + indent + 6 <= 88) return [`${space}"""${safe}"""`];
  const lines = [''];
  for (const word of safe.split(' ')) {
    const last = lines.length - 1;
    if (indent + lines[last].length + word.length + 1 > 88 && lines[last] !== '') lines.push(word);
    else lines[last] = lines[last] === '' ? word : `${lines[last]} ${word}`;
  }
  return [`${space}"""`, ...lines.map((line) => `${space}${line}`), `${space}"""`];
}

/** Classes, then functions, as isort sorts names. */
function byIsort(a: string, b: string): number {
  const isClass = (name: string) => (/^[A-Z]/.test(name) ? 0 : 1);
  return isClass(a) - isClass(b) || (a < b ? -1 : 1);
}

function classNameOf(model: string): string {
  const words = model.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const name = words.map((word) => `${word[0].toUpperCase()}${word.slice(1)}`).join('');
  return /^[A-Z]/.test(name) ? name : `Model${name}`;
}

const ofObjective = new Set(['Targets', 'entropy', 'imbalance', 'risk']);

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
