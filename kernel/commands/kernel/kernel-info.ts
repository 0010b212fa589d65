import { createRequire } from 'node:module';
import type { Content } from '../../jupyter/index.ts';

/** What the kernel says of itself and its language in kernel_info_reply. */
export async function kernelInfo(version: string): Promise<Content> {
  const typescript = typescriptVersion();
  return {
    implementation: 'multitask-notebook',
    implementation_version: version,
    language_info: {
      name: 'typescript',
      version: typescript,
      mimetype: 'text/x-typescript',
      file_extension: '.ts',
      pygments_lexer: 'typescript',
      codemirror_mode: { name: 'javascript', typescript: true },
      nbconvert_exporter: 'script',
    },
    banner: `Multitask Notebooks ${version} (TypeScript ${typescript}, Node ${process.versions.node})\nmodels, datasets, metrics, gateReport, plot and tf are ready to use. Models train with ${await trainingVectors()}, and TensorFlow.js chooses its backend when tf is first used; multitask-notebook doctor says which, and why.`,
    help_links: [{ text: 'TypeScript', url: 'https://www.typescriptlang.org/docs/' }],
  };
}

/** This process never trains, so it does not test what the one that does will find. */
async function trainingVectors(): Promise<string> {
  const { expectedVectors } = await import('../../multitask/trainers/simd/run/wide-vectors.ts');
  const expected = expectedVectors();
  return expected.isUsable ? '256-bit vectors where they pass their test' : `128-bit vectors (${expected.reason})`;
}

/** From its package.json: loading TypeScript itself takes half a second. */
function typescriptVersion(): string {
  return String(createRequire(import.meta.url)('typescript/package.json').version);
}
