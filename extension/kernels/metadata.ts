import { kernelDisplayName, kernelName as kernelspecName } from '../../kernel/jupyter/kernelspec.ts';

/** The names by which notebooks, Jupyter clients and VS Code know our kernel. */
export { kernelDisplayName, kernelspecName };
export const notebookType = 'jupyter-notebook';
export const cellLanguages = ['typescript', 'javascript'];

/** The metadata of a notebook that our kernel runs, as it stands in the .ipynb file. */
export const ourMetadata = {
  kernelspec: { name: kernelspecName, display_name: kernelDisplayName, language: 'typescript' },
  language_info: { name: 'typescript' },
} as const;

/** Whether a notebook asks for our kernel. VS Code keeps the file's metadata one level down. */
export function asksForUs(documentMetadata: Readonly<Record<string, unknown>>): boolean {
  const { metadata } = documentMetadata as { metadata?: { kernelspec?: { name?: unknown } } };
  return metadata?.kernelspec?.name === kernelspecName;
}
