import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { readNotebook } from '../extension/templates/read-notebook.ts';

const notebooks = ['notebooks', 'notebooks/templates'].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.ipynb'))
    .map((name) => join(folder, name)),
);
const pages = ['README.md', 'README.zh-CN.md', 'CONTRIBUTING.md', 'kernel/README.md', 'test/bench/results/README.md'];

/** What a person reads, without code. */
function prose(file: string): string {
  const source = readFileSync(file, 'utf8');
  if (!file.endsWith('.ipynb')) return source.replace(/^```[\s\S]*?^```$/gm, '');
  return readNotebook(source, file)
    .filter(({ kind }) => kind === 'markup')
    .map(({ text }) => text)
    .join('\n\n');
}

/** As GitHub names a heading in an address. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number} _-]/gu, '')
    .replaceAll(' ', '-');
}

it.each([...pages, ...notebooks])('every link of %s leads to a file, and to a heading in it', (file) => {
  const links = [...prose(file).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link);
  const broken = links
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => {
      const [path, anchor] = link.split('#');
      const target = path === '' ? file : join(dirname(file), path);
      if (!existsSync(target)) return true;
      const headings = anchor === undefined ? [] : [...prose(target).matchAll(/^#+ (.+)$/gm)];
      return anchor !== undefined && !headings.some(([, heading]) => anchorOf(heading) === anchor);
    });
  expect(broken).toEqual([]);
});
