import { createMultitask } from '../multitask/create-multitask.ts';
import { oneOf, text } from '../multitask/options/index.ts';
import { type FlagTable, flagsHelp, onlyOperand, readCommandLine } from './command-line/index.ts';

export const flags = {
  export: {
    format: {
      type: oneOf('onnx', 'pytorch'),
      needed: true,
      about: 'What to write: a file that ONNX runtimes score, or a folder that PyTorch runs and trains; raw columns in',
      also: ['as', 'kind'],
    },
    output: {
      type: text,
      needed: true,
      value: 'PLACE',
      about: 'The file or the folder to write',
      also: ['save', 'to'],
    },
  },
} as const satisfies Readonly<Record<string, FlagTable>>;

export const help = `Writes a trained model as what other tools read.

Usage: multitask-notebook export CHECKPOINT --format FORMAT --output PLACE

CHECKPOINT is a folder that \`train --save\` or \`model.save\` wrote. Its weights.safetensors is read by other tools as it is.

${flagsHelp(flags)}
Examples:
  npx multitask-notebook train mmoe --save runs/mmoe
  npx multitask-notebook export runs/mmoe --format onnx --output mmoe.onnx
  npx multitask-notebook export runs/mmoe --format pytorch --output mmoe-torch && python mmoe-torch/example.py
`;

export async function run(args: readonly string[]): Promise<number> {
  const { flags: given, operands: folder } = readCommandLine(args, flags, onlyOperand('CHECKPOINT'));
  const { format, output } = given.export;
  const { models } = createMultitask();
  const model = await models.load(folder);
  await (format === 'onnx' ? model.toOnnx(output) : model.toPyTorch(output));
  const next = format === 'onnx' ? '' : `: pip install torch safetensors, then python ${output}/example.py`;
  process.stdout.write(`${model.title} in ${output}${next}\n`);
  return 0;
}
