import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { type CellNames, createStaleCells, marksNow } from '../../../extension/stale/stale-cells.ts';

type Cell = { readonly id: string };
const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((id): Cell => ({ id })) as [Cell, Cell, Cell, Cell];
const all = new Set([a, b, c, d]);

const names = (given: Partial<CellNames>): CellNames => ({ declares: [], reads: [], later: [], writes: [], ...given });
const makesX = names({ declares: ['x'] });
const makesYOfX = names({ declares: ['y'], reads: ['x', 'console'] });
const showsY = names({ reads: ['y'] });

function notebook() {
  const cells = createStaleCells<Cell>();
  const stale = (present: ReadonlySet<Cell> = all) =>
    [...cells.stale(present)].map(([{ id }, { kind, name }]) => `${id} ${kind} ${name}`).sort();
  return { ...cells, stale };
}

it('a notebook that ran from the top has none; one that ran again above has what follows, until that runs, too', () => {
  const { ran, stale } = notebook();
  ran(a, makesX);
  ran(b, makesYOfX);
  ran(c, showsY);
  expect(stale()).toEqual([]);
  ran(a, makesX);
  expect(stale()).toEqual(['b changed x', 'c follows y']);
  ran(c, showsY);
  expect(stale()).toEqual(['b changed x', 'c follows y']);
  ran(b, makesYOfX);
  expect(stale()).toEqual(['c changed y']);
  ran(c, showsY);
  expect(stale()).toEqual([]);
});

it('a cell that shadows or assigns a name changes it for those that ran before, not for itself', () => {
  const { ran, stale } = notebook();
  ran(a, makesX);
  ran(b, names({ reads: ['x'] }));
  ran(c, names({ reads: ['x'], writes: ['x'] }));
  expect(stale()).toEqual(['b changed x']);
  ran(c, names({ reads: ['x'], writes: ['x'] }));
  expect(stale()).toEqual(['b changed x']);
  ran(d, makesX);
  expect(stale()).toEqual(['b changed x', 'c changed x']);
  ran(b, names({ declares: ['x'], reads: ['x'] }));
  expect(stale()).toEqual(['c changed x']);
});

it('what gave a name its value is deleted, or says another name now', () => {
  const { ran, stale } = notebook();
  ran(a, makesX);
  ran(b, makesYOfX);
  ran(c, showsY);
  expect(stale(new Set([b, c]))).toEqual(['b gone x', 'c follows y']);
  expect(stale()).toEqual([]);
  ran(a, names({ declares: ['renamed'] }));
  expect(stale()).toEqual(['b gone x', 'c follows y']);
  ran(b, names({ declares: ['y'], reads: ['renamed'] }));
  expect(stale()).toEqual(['c changed y']);
});

it('a function is as old as its cell, and who calls it as old as what it reads', () => {
  const { ran, stale } = notebook();
  ran(a, names({ declares: ['f'], later: ['rate'] }));
  ran(b, names({ declares: ['rate'] }));
  ran(c, names({ reads: ['f'] }));
  expect(stale()).toEqual([]);
  ran(b, names({ declares: ['rate'] }));
  expect(stale()).toEqual(['c changed rate']);
});

it('cells that read of each other come to rest, and a new kernel knows nothing', () => {
  const { ran, stale, forget } = notebook();
  ran(a, names({ declares: ['x'], reads: ['y'] }));
  ran(b, names({ declares: ['y'], reads: ['x'] }));
  expect(stale()).toEqual(['a changed y']);
  ran(a, names({ declares: ['x'], reads: ['y'] }));
  expect(stale()).toEqual(['b changed x']);
  forget();
  expect(stale()).toEqual([]);
});

it('while cells run none is marked anew, and those that run or wait are not marked', () => {
  const stale = new Map([
    [a, 1],
    [b, 2],
    [c, 3],
  ]);
  expect(marksNow(stale, new Map([[b, 2]]), new Set([d]))).toEqual(new Map([[b, 2]]));
  expect(marksNow(stale, new Map([[b, 2]]), new Set([b]))).toEqual(new Map());
  expect(marksNow(stale, new Map(), new Set())).toEqual(stale);
});

test('whatever ran: from the top again, in the order of what reads what, nothing is stale', () => {
  const cellNames = fc.record({
    declares: fc.subarray(['p', 'q', 'r']),
    reads: fc.subarray(['p', 'q', 'r', 's']),
    later: fc.subarray(['q', 'r']),
    writes: fc.subarray(['s']),
  });
  const order = fc.array(fc.nat(3), { maxLength: 12 });
  fc.assert(
    fc.property(fc.tuple(cellNames, cellNames, cellNames, cellNames), order, (given, runs) => {
      const { ran, stale } = notebook();
      const cells = [a, b, c, d];
      for (const i of runs) ran(cells[i] as Cell, names({ ...given[i], declares: given[i]?.declares ?? [] }));
      // One that reads only what those above it declare.
      const above = cells.map((_, i) => new Set(given.slice(0, i).flatMap(({ declares }) => declares)));
      const declaredOnce = (i: number) => given[i]?.declares.filter((name) => !above[i]?.has(name)) ?? [];
      for (const [i, cell] of cells.entries()) {
        const reads = given[i]?.reads.filter((name) => above[i]?.has(name)) ?? [];
        ran(cell, names({ declares: declaredOnce(i), reads }));
      }
      expect(stale()).toEqual([]);
    }),
  );
});
