import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createMultitask } from '../../../kernel/multitask/create-multitask.ts';
import { commandLine } from '../../support/command-line.ts';
import { clickAndBuy, mixedFeatures } from '../../support/random-rows.ts';

const folder = mkdtempSync(join(tmpdir(), 'multitask-export-'));
const checkpoint = join(folder, 'checkpoint');

test('a checkpoint leaves as ONNX and as PyTorch', async () => {
  await createMultitask().models.mmoe(mixedFeatures, clickAndBuy).save(checkpoint);
  const file = join(folder, 'mmoe.onnx');
  const onnx = await commandLine(['export', checkpoint, '--format', 'onnx', '--output', file]);
  expect(onnx).toMatchObject({ code: 0, stdout: `MMoE in ${file}\n` });
  expect(readFileSync(file).includes('multitask-notebook')).toBe(true);
  const torch = join(folder, 'torch');
  expect((await commandLine(['export', checkpoint, '--format', 'pytorch', '--output', torch])).code).toBe(0);
  expect(readdirSync(torch).sort()).toEqual([
    'columns.json',
    'columns.py',
    'example.py',
    'layers.py',
    'model.py',
    'objective.py',
    'train.py',
    'weights.safetensors',
  ]);
  expect(readFileSync(join(torch, 'model.py'), 'utf8')).toContain('class Mmoe(nn.Module):');
});

test.each([
  [['export'], 'CHECKPOINT is missing.'],
  [['export', 'nowhere', '--format', 'onnx'], '--output is missing'],
  [['export', 'nowhere', '--format', 'pmml', '--output', 'x'], '--format is "pmml"; "onnx" or "pytorch" was expected'],
  [['export', 'nowhere', '--format', 'onnx', '--output', 'x'], 'There is no checkpoint in nowhere'],
])('%j is refused', async (args, message) => {
  const { code, stderr } = await commandLine(args);
  expect(code).toBeGreaterThan(0);
  expect(stderr).toContain(message);
});
