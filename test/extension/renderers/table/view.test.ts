// @vitest-environment happy-dom
import axe from 'axe-core';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Ask } from '../../../../extension/renderers/host/index.ts';
import { mount } from '../../../../extension/renderers/host/mount.ts';
import { tableView } from '../../../../extension/renderers/table/view.ts';
import {
  parseTablePayload,
  type TableAnswer,
  type TablePayload,
  type TableQuestion,
} from '../../../../kernel/payloads/table/index.ts';
import { tableExamples } from '../../../support/table-payloads.ts';

/** A page without layout: every element has one size, so that what is in sight is known. */
beforeAll(() => {
  for (const [name, size] of [
    ['offsetWidth', 800],
    ['offsetHeight', 456],
    ['clientWidth', 800],
    ['clientHeight', 456],
  ] as const)
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => size });
  for (const [name, side] of [
    ['scrollHeight', 'height'],
    ['scrollWidth', 'width'],
  ] as const)
    Object.defineProperty(HTMLElement.prototype, name, {
      configurable: true,
      get(this: HTMLElement) {
        return Number.parseFloat(this.querySelector<HTMLElement>('[role=grid]')?.style[side] ?? '0');
      },
    });
  // As in a browser, who scrolls hears of it.
  HTMLElement.prototype.scrollTo = function scrollTo(this: HTMLElement, to?: ScrollToOptions | number) {
    const { top = this.scrollTop, left = this.scrollLeft } = typeof to === 'object' ? to : {};
    this.scrollTop = top;
    this.scrollLeft = left;
    queueMicrotask(() => this.dispatchEvent(new Event('scroll')));
  };
  Object.defineProperty(navigator, 'clipboard', {
    configurable: true,
    value: { writeText: async (text: string) => void copied.push(text) },
  });
});
const copied: string[] = [];
const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
  copied.splice(0);
  document.body.replaceChildren();
});

function show(payload: TablePayload, ask?: Ask) {
  const renderer = mount<TablePayload>({
    parse: parseTablePayload,
    style: '',
    create: (root, theme, first) => tableView(root, theme, first, ask),
  });
  const place = document.createElement('div');
  document.body.append(place);
  const render = (next: TablePayload) => renderer.renderOutputItem({ id: 'one', mime: 'x', json: () => next }, place);
  render(payload);
  open.push(() => renderer.disposeOutputItem());
  const find = <Kind extends HTMLElement = HTMLElement>(selector: string): Kind => {
    const found = place.querySelector<Kind>(selector);
    if (!found) throw new Error(`There is no ${selector}.`);
    return found;
  };
  const grid = find('[role=grid]');
  /** Keys that reached the page around it. */
  const escaped: string[] = [];
  place.addEventListener('keydown', ({ key }) => escaped.push(key));
  return {
    place,
    render,
    find,
    escaped,
    press: (...keys: readonly string[]) => {
      for (const name of keys) {
        const [key = '', ...held] = name.split('+').reverse();
        const with_ = { ctrlKey: held.includes('Control'), shiftKey: held.includes('Shift') };
        grid.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...with_ }));
      }
    },
    status: () => find('.table-status').textContent,
    value: () => find('.table-value').textContent,
    column: (index: number) =>
      [...place.querySelectorAll<HTMLElement>(`.table-cell[aria-colindex="${index + 2}"]`)]
        .sort((a, b) => rowOf(a) - rowOf(b))
        .map((cell) => cell.textContent),
    head: (name: string) => {
      const found = [...place.querySelectorAll<HTMLElement>('.table-head-cell')].find(
        (each) => each.querySelector('.table-label')?.textContent === name,
      );
      if (!found) throw new Error(`There is no column ${name}.`);
      return found;
    },
    active: () => {
      const cell = document.getElementById(grid.getAttribute('aria-activedescendant') ?? '');
      return [cell?.closest('[role=row]')?.getAttribute('aria-rowindex'), cell?.getAttribute('aria-colindex')].map(
        Number,
      );
    },
  };
}

const until = (condition: () => unknown) => vi.waitUntil(condition, { timeout: 20_000 });
const rowOf = (cell: HTMLElement): number => Number(cell.closest<HTMLElement>('[data-row]')?.dataset.row);
const { customers, strange } = tableExamples;

describe('a table that is all here', () => {
  it('has a head that says what columns hold, and rows that count as all', () => {
    const { head, find, column } = show(customers);
    expect(head('age').textContent).toContain('60 distinct11\u00a0% missing');
    expect(head('age').getAttribute('aria-description')).toContain('of all 300 rows\nnumbers; 34 missing');
    expect(find('[role=grid]').getAttribute('aria-rowcount')).toBe('302');
    expect(find('.report-facts').textContent).toBe('300 rows × 6 columns');
    expect(column(0).slice(0, 3)).toEqual(['0', '1', '2']);
    // Only what is in sight.
    expect(column(0).length).toBeLessThan(40);
  });

  it('is sorted by a click and by Enter: up, down, as it was', () => {
    const { head, column, status, press, find, escaped } = show(customers);
    head('age').click();
    expect(status()).toBe('sorted by age, ascending. Looked at: all 300 rows.');
    expect([column(2)[0], head('age').getAttribute('aria-sort')]).toEqual(['18', 'ascending']);
    press('Control+ArrowUp', 'ArrowRight', 'ArrowRight', 'Enter');
    expect([column(2)[0], head('age').getAttribute('aria-sort')]).toEqual(['77', 'descending']);
    press('Enter');
    expect([status(), column(0)[0]]).toEqual(['', '0']);
    // None of them went to the notebook.
    expect(escaped).toEqual([]);
    head('id').click();
    find('.table-toolbar button:not([hidden])');
  });

  it('is filtered as is written, and cleared', async () => {
    const { find, status, column, place, press } = show(customers);
    press('Control+ArrowUp', 'ArrowDown', 'ArrowRight', 'ArrowRight', 'Enter');
    const input = place.querySelectorAll<HTMLInputElement>('.table-filter')[2];
    if (!input) throw new Error('There is no filter.');
    expect(document.activeElement).toBe(input);
    input.value = '>= 70';
    input.dispatchEvent(new Event('input', { bubbles: true }));
    await until(() => status() !== '');
    expect(status()).toMatch(/^\d+ rows of 300 pass the filter\. Looked at: all 300 rows\.$/);
    expect(column(2).every((age) => Number(age) >= 70)).toBe(true);
    input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    expect(document.activeElement).toBe(find('[role=grid]'));
    const clear = [...place.querySelectorAll('button')].find(({ textContent }) => textContent?.startsWith('Clear'));
    clear?.click();
    await until(() => status() === '');
    expect([input.value, column(0)[0]]).toEqual(['', '0']);
  });

  it('is walked, selected and copied as CSV', async () => {
    const { press, active, status, place } = show(customers);
    press('Control+Home', 'Shift+ArrowRight', 'Shift+ArrowDown', 'Control+c');
    expect(place.querySelectorAll('[role=gridcell][aria-selected=true]').length).toBe(4);
    await until(() => status() !== '');
    expect(status()).toBe('Copied 2 rows × 2 columns as CSV.');
    expect(copied).toEqual(['id,city\n0,Köln\n1,München']);
    expect(active()).toEqual([4, 3]);
    press('Shift+ ', 'Control+c');
    await until(() => copied.length === 2);
    expect(copied[1]?.split('\n').map((line) => line.split(',').length)).toEqual([6, 6, 6]);
    press('Control+a', 'Control+c');
    await until(() => copied.length === 3);
    expect(copied[2]?.split('\n')).toHaveLength(301);
    press('Control+Home', 'Control+c');
    await until(() => copied.length === 4);
    expect(copied[3]).toBe('0');
  });

  it('a hand selects and drags; a row’s name is its row', () => {
    const { place, value } = show(customers);
    const cells = [...place.querySelectorAll<HTMLElement>('.table-cell')];
    const at = (row: number, column: number) =>
      cells.find((cell) => rowOf(cell) === row && cell.getAttribute('aria-colindex') === String(column + 2));
    const send = (target: Element | undefined, kind: string, more: object = {}) =>
      target?.dispatchEvent(new MouseEvent(kind, { bubbles: true, cancelable: true, button: 0, buttons: 1, ...more }));
    const selected = () => place.querySelectorAll('[role=gridcell][aria-selected=true]').length;
    send(at(1, 1), 'mousedown');
    expect([selected(), value()]).toEqual([1, '1 · city München']);
    send(at(3, 2), 'mousemove');
    expect(selected()).toBe(6);
    send(at(5, 5), 'mousemove', { buttons: 0 });
    expect(selected()).toBe(6);
    send(at(2, 0), 'mousedown', { shiftKey: true });
    expect(selected()).toBe(4);
    send(at(4, 0)?.closest('[role=row]')?.querySelector('[role=rowheader]') ?? undefined, 'mousedown');
    expect(selected()).toBe(6);
  });

  it('text is text; a cell says all of its value; a column is found by its name', () => {
    const { place, find, press, value, active } = show(strange);
    expect(place.querySelector('b, img')).toBeNull();
    press('Control+Home', 'ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowDown');
    expect(value()).toBe('3 · text مرحبا، كيف حالك');
    const search = find<HTMLInputElement>('.table-find');
    search.value = '__proto';
    search.dispatchEvent(new Event('input', { bubbles: true }));
    expect(active()).toEqual([6, 7]);
    search.value = 'no such';
    search.dispatchEvent(new Event('input', { bubbles: true }));
    expect(search.classList.contains('table-not-found')).toBe(true);
  });

  it('no rows: keys and copying do no harm', async () => {
    const { press, status, column } = show(tableExamples['no-rows'] ?? customers);
    press('ArrowDown', 'ArrowUp', 'Control+End', 'PageDown', 'Control+a', 'Shift+ ', 'Enter', 'Control+c');
    await until(() => status() !== '');
    expect([column(0), status()]).toEqual([[], 'Copied 0 rows × 2 columns as CSV.']);
  });

  it('axe finds nothing in its roles, names and states; colours are looked at in a browser', async () => {
    const { place, press } = show(strange);
    press('Control+Home', 'Shift+ArrowRight');
    const { violations } = await axe.run(place, { rules: { 'color-contrast': { enabled: false } } });
    expect(violations.map(({ id }) => id)).toEqual([]);
  });

  it('another table in the same output begins anew', async () => {
    const { render, head, status, place } = show(customers);
    head('age').click();
    render(strange);
    await until(() => place.querySelector('.report-facts')?.textContent === '6 rows × 9 columns');
    expect(status()).toBe('');
    render({ ...strange, rows: 5 });
    expect(place.textContent).toContain('This output cannot be drawn.');
  });

  it('what the value says of itself stands above it, and goes with it', async () => {
    const { render, place } = show({ ...customers, said: 'train 600\ntest 120' });
    const words = place.querySelector<HTMLElement>('.table-said');
    expect([words?.textContent, words?.hidden]).toEqual(['train 600\ntest 120', false]);
    render(customers);
    await until(() => words?.hidden === true);
  });
});

describe('a million rows of which fifty are here', () => {
  const million: TablePayload = {
    version: 1,
    id: 'table-1',
    length: 12_000_000,
    columnsGiven: 200,
    rows: 50,
    columns: Array.from({ length: 200 }, (_, c) => ({
      name: `column ${c}`,
      values: Array.from({ length: 50 }, (_, row) => row * 1000 + c),
    })),
  };
  const words = 'No kernel runs for this notebook: run the cell of the table again.';
  const summary = {
    rows: 12_000_000,
    missing: 0,
    distinct: 10_000,
    isMore: true,
    kind: 'number',
    isMixed: false,
  } as const;

  /** Answers at once, unless it refuses. */
  function kernel() {
    const asked: TableQuestion[] = [];
    let isRefusing = false;
    const ask: Ask = (given, heard) => {
      const question = given as TableQuestion;
      asked.push(question);
      const say = (answer: TableAnswer) => queueMicrotask(() => heard(answer));
      if (isRefusing) return say({ state: 'refused', words });
      if (question.kind === 'summaries')
        return say({ state: 'answered', summaries: question.columns.map(() => summary) });
      if (question.kind === 'value') return say({ state: 'answered', words: 'whole' });
      const rows = Array.from({ length: question.count }, (_, i) =>
        question.order ? 11_999_999 - question.start - i : question.start + i,
      );
      const values = rows.flatMap((row) =>
        Array.from({ length: question.columnCount }, (_, i) => row * 1000 + question.firstColumn + i),
      );
      return say({ state: 'answered', total: 12_000_000, rows, values });
    };
    const refuse = (is: 'yes' | 'no') => {
      isRefusing = is === 'yes';
    };
    return { ask, asked, refuse };
  }

  it('come as they are seen, also the last of twelve million, in stretches of one', async () => {
    const { ask, asked } = kernel();
    const { press, value, column, place } = show(million, ask);
    await until(() => place.querySelector('.table-words')?.textContent === '> 10,000 distinct');
    expect(asked.every(({ kind }) => kind === 'summaries')).toBe(true);
    press('Control+ArrowDown');
    await until(() => value()?.startsWith('11999999 · column 0 11999999000'));
    expect(asked).toContainEqual(expect.objectContaining({ kind: 'rows', start: 11_999_900, count: 100 }));
    expect(place.querySelectorAll('.table-cell').length).toBeLessThan(700);
    const before = place.querySelector<HTMLElement>('[aria-label="The million rows before"]');
    before?.click();
    await until(() => column(0)[0] === '10000000000');
  });

  it('sorted over all; refused, only those here, and said so; asked again', async () => {
    const { ask, refuse } = kernel();
    const { head, status, column, place, find } = show(million, ask);
    head('column 1').click();
    await until(() => status() === 'sorted by column 1, ascending. Looked at: all 12,000,000 rows.');
    expect(column(1)[0]).toBe('11999999001');
    refuse('yes');
    head('column 1').click();
    const here = `sorted by column 1, descending. Looked at: only the first 50 rows of 12,000,000. ${words}`;
    await until(() => status() === here);
    expect([column(1)[0], find('[role=grid]').getAttribute('aria-rowcount')]).toEqual(['49001', '52']);
    refuse('no');
    [...place.querySelectorAll('button')].find(({ textContent }) => textContent === 'Ask again')?.click();
    await until(() => status() === 'sorted by column 1, descending. Looked at: all 12,000,000 rows.');
  });

  it('nobody to ask: only what is here', () => {
    const { find, head, status, place } = show(million);
    expect(find('.report-facts').textContent).toContain('the first 50 rows are in this output');
    expect(place.querySelector('.table-part')).not.toBeNull();
    head('column 0').click();
    expect(status()).toContain('only the first 50 rows of 12,000,000');
  });
});
