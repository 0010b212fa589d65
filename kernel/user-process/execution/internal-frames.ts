import { join } from 'node:path';

/** The file whose imports are those of cells. It need not exist; its folder counts. */
export function cellFile(folder: string): string {
  return join(folder, cellFileName);
}

const cellFileName = 'notebook-cell.ts';
/** Built files are in it, whichever of them this code is in. */
export const kernelFolder = import.meta.url.slice(0, import.meta.url.lastIndexOf('/kernel/') + '/kernel/'.length);

/** Whether code of a file is Node's or ours: a person who reads a stack looks for their own. */
export function isInternal(file: string): boolean {
  return file.startsWith('node:') || file.startsWith(kernelFolder) || file.endsWith(cellFileName);
}

/** Takes such frames out of a stack that was written somewhere else (in another thread). */
export function withoutInternalFrames(stack: string): string {
  const lines: string[] = [];
  for (const line of stack.split('\n')) {
    // Behind the last frame stands the brace that opens the error's own properties.
    const [, file, brace] =
      /^\s+at (?:.*\()?((?:node:|file:\/\/|[/\\]|\w:[/\\]).*?):\d+:\d+\)?( \{)?$/.exec(line) ?? [];
    if (file === undefined || !isInternal(file)) lines.push(line);
    else if (brace && lines.length > 0) lines.push(`${lines.pop()}${brace}`);
  }
  return lines.join('\n');
}
