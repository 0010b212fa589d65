import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const readme = readFileSync('kernel/README.md', 'utf8');

describe('the invariants of the kernel', () => {
  const [, table = ''] = /## Invariants\n+((?:\|.*\n)+)/.exec(readme) ?? [];
  const [, , ...rows] = table.trim().split('\n');

  it('are six to ten', () => {
    expect(rows.length).toBeGreaterThanOrEqual(6);
    expect(rows.length).toBeLessThanOrEqual(10);
  });

  it.each(rows)('%s', (row) => {
    const guards = [...row.matchAll(/`(test\/[^`]+)`/g)].map(([, file]) => file ?? '');
    expect(guards).not.toEqual([]);
    for (const guard of guards) {
      expect(existsSync(guard), guard).toBe(true);
      expect(readFileSync(guard, 'utf8')).toMatch(/^ *(test|it)(\.each)?\(/m);
    }
  });
});

describe('every platform', () => {
  it('is in the CI matrix, with every Node', () => {
    const ci = readFileSync('.github/workflows/ci.yml', 'utf8');
    for (const system of ['ubuntu', 'macos', 'windows']) expect(ci).toMatch(new RegExp(`os: \\[.*${system}-latest`));
    expect(ci).toContain('node: [20, 22, 24]');
    expect(ci).toContain('npm test');
  });

  it('has what the kernel reads: nothing is in /proc', () => {
    const files = readdirSync('kernel', { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `kernel/${name}`);
    expect(files.length).toBeGreaterThan(100);
    expect(files.filter((file) => readFileSync(file, 'utf8').includes('/proc/'))).toEqual([]);
  });
});
