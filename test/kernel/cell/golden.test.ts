import { readdirSync, readFileSync } from 'node:fs';
import { stop } from 'esbuild';
import { afterAll, expect, test } from 'vitest';
import { emptyScope, extendScope, type Scope } from '../../../kernel/cell/scope.ts';
import { transpile } from '../../../kernel/cell/transpile.ts';

/** Each cell in test/golden/cell and the JavaScript that runs it. A first line `// earlier: …` is a cell that ran before. */
const folder = new URL('../../golden/cell/', import.meta.url);
const globals = new Set(['process', 'URL', 'fetch', 'crypto', 'Event', 'Object', 'Symbol']);

afterAll(stop);

for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts'))) {
  test(file, async () => {
    const source = readFileSync(new URL(file, folder), 'utf8');
    const [, earlier] = /^\/\/ earlier: (.*)\n/.exec(source) ?? [];
    const scope = earlier === undefined ? emptyScope : await scopeAfter(earlier);
    const cell = await transpile(source, { scope, globals, execution: 7 });
    expect(cell.kind).toBe('javascript');
    if (cell.kind !== 'javascript') return;
    const declared = cell.declared.map(({ name, kind, binding }) =>
      binding === name ? `${kind} ${name}` : `${kind} ${name} as ${binding}`,
    );
    const notes = [
      `// declares: ${declared.join(', ')}`,
      `// free: ${[...cell.free].filter((name) => !compilersOwn.has(name)).join(', ')}`,
      `// hides: ${cell.hidden.join(', ')}`,
    ];
    await expect(`${withoutHelpers(cell.code)}\n${notes.join('\n')}\n`).toMatchFileSnapshot(
      new URL(file.replace(/\.ts$/, '.js'), folder).pathname,
    );
  });
}

async function scopeAfter(source: string): Promise<Scope> {
  const cell = await transpile(source, { scope: emptyScope, globals, execution: 3 });
  if (cell.kind !== 'javascript') throw new Error(cell.error.message);
  return extendScope(emptyScope, cell.declared);
}

/** esbuild's helper functions for decorators and `using` are long, the same everywhere and not ours. */
function withoutHelpers(code: string): string {
  const kept: string[] = [];
  let inHelper = false;
  for (const line of code.split('\n')) {
    const begins = /^(?<before>.*?)void \(__\w+\$7 = .*$/.exec(line);
    if (begins && !inHelper) {
      kept.push(begins.groups?.before ?? '');
      inHelper = /[{[(]$/.test(line);
    } else if (!inHelper) kept.push(line);
    else inHelper = line !== '});';
  }
  const shown = kept.filter((line) => line !== '').join('\n');
  return shown.replace(/^("use strict"; let) (__\w+\$7, )+/, '$1 …, ');
}

const compilersOwn = new Set(['Object', 'Symbol', 'TypeError', 'Promise', 'SuppressedError', 'Error']);
