import type { Output } from './run-notebook.ts';

/** Whether an executed notebook shows something of this MIME type, and an SVG beside it for those without our renderers. */
export function carriesPicture(notebook: string, mime: string): boolean {
  const { cells }: { cells: { outputs?: Output[] }[] } = JSON.parse(notebook);
  const bundles = cells.flatMap(({ outputs = [] }) => outputs.map(({ data = {} }) => data));
  return bundles.some((data) => mime in data && [data['image/svg+xml']].flat().join('').includes('<svg'));
}
