import { resolve } from 'node:path';
import { expect, test, vi } from 'vitest';
import { launchPackagedKernel } from '../../../extension/kernels/launch.ts';
import { kernelspecName, kernelDisplayName as ourDisplayName } from '../../../extension/kernels/metadata.ts';
import { kernelArgv, kernelDisplayName, kernelName, kernelSpec } from '../../../kernel/jupyter/kernelspec.ts';

const { launchKernel } = vi.hoisted(() => ({ launchKernel: vi.fn(async () => ({})) }));
vi.mock('../../../kernel/jupyter/launch.ts', () => ({ launchKernel }));

test('VS Code starts the kernel as every Jupyter client does', async () => {
  const heard: string[] = [];
  await launchPackagedKernel({
    extensionFolder: resolve('.'),
    folder: resolve('notebooks'),
    nodeSetting: process.execPath,
    keepsHistory: false,
    log: (line) => heard.push(line),
    onNode: () => {},
  });
  const script = resolve('dist/kernel/main.js');
  const [{ argv, cwd }] = launchKernel.mock.calls[0] as unknown as [{ argv: readonly string[]; cwd: string }];
  expect(argv).toEqual(kernelArgv(argv[0], script));
  expect(argv).toEqual(kernelSpec(argv[0], script).argv);
  expect(argv).toContain('--max-semi-space-size=4');
  expect(cwd).toBe(resolve('notebooks'));
  expect([kernelspecName, ourDisplayName]).toEqual([kernelName, kernelDisplayName]);
});
