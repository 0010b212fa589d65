import type { Network } from '../../network/index.ts';
import type { Objective } from './objective.ts';
import { dictionary, statement } from './python-source.ts';

/** What has been written of a module while its nodes were gone through. */
export type Written = {
  /** Lines of `__init__` and `forward`. */
  readonly members: readonly string[];
  readonly forward: readonly string[];
  /** Names of `layers.py` and `objective.py`: the objective adds its own. */
  readonly imported: ReadonlySet<string>;
  readonly usesFunctional: () => boolean;
  /** What layers over the columns themselves are told. */
  readonly constants: () => readonly string[];
};

/** The whole of `model.py`. */
export function moduleText(
  network: Network,
  title: string,
  { predicted, lossOf, penaltyOf }: Objective,
  written: Written,
): string {
  const className = classNameOf(network.model);
  const predictions = dictionary(network.outputs.map((output) => [output.name, predicted(output)]));
  const trained = network.outputs.filter((output) => output.task);
  const losses = dictionary(trained.map((output) => [output.task?.name ?? output.name, lossOf(output)]));

  const penalties = network.penalties.map(penaltyOf);
  const penalty =
    penalties.length === 0
      ? ['        return torch.zeros(())']
      : [
          ...penalties.flatMap((each, i) => statement(`${i === 0 ? 'total = ' : 'total = total + '}`, each, 8)),
          '        return total',
        ];

  const fromLayers = [...written.imported, 'Inputs'].filter((name) => !ofObjective.has(name)).sort(byIsort);
  const fromObjective = [...written.imported, 'Targets'].filter((name) => ofObjective.has(name)).sort(byIsort);
  return [
    `"""${title}, exported from Multitask Notebooks."""`,
    '',
    'from __future__ import annotations',
    '',
    'from collections.abc import Mapping',
    '',
    'import torch',
    'from torch import Tensor, nn',
    ...(written.usesFunctional() ? ['from torch.nn import functional as F'] : []),
    '',
    ...importLine('layers', fromLayers),
    ...importLine('objective', fromObjective),
    '',
    ...(written.imported.has('InputLinear') ? [...written.constants(), ''] : []),
    '',
    `class ${className}(nn.Module):`,
    ...docstring(`${title}: ${network.outputs.map(({ name }) => name).join(', ')}.`, 4),
    '',
    '    def __init__(self) -> None:',
    '        super().__init__()',
    ...written.members,
    '',
    '    def forward(self, inputs: Inputs) -> dict[str, Tensor]:',
    '        """Logits of probabilities, standardised numbers, and what penalties read."""',
    ...written.forward,
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
