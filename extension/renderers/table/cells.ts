import { kindOf, type TableValue, valueText } from '../../../kernel/payloads/table/index.ts';
import { element } from '../host/index.ts';

/** One cell, which is used again for others. It knows what it shows: asking the document for that takes longer than writing it. */
export type GridCell = {
  readonly node: HTMLElement;
  /** Its column, and where that is in CSS pixels. */
  readonly place: (column: number, left: number, width: number) => void;
  /** Writes a value; what is not here yet is three dots. */
  readonly fill: (value: TableValue | undefined) => void;
  readonly choose: (isChosen: boolean) => void;
};

export function gridCell(): GridCell {
  const text = document.createTextNode('');
  const node = element('div', { role: 'gridcell', dir: 'auto' }, text);
  const shown = { column: -1, left: -1, width: -1, text: '', kind: '', isChosen: false };
  return {
    node,
    place(column, left, width) {
      if (shown.column !== column) node.setAttribute('aria-colindex', String(column + 2));
      if (shown.left !== left) node.style.left = `${left}px`;
      if (shown.width !== width) node.style.width = `${width}px`;
      Object.assign(shown, { column, left, width });
    },
    fill(value) {
      const kind = value === undefined ? 'waits' : kindOf(value);
      const words = value === undefined ? '…' : valueText(value).replace(/\s*[\r\n\u2028\u2029]\s*/g, ' ⏎ ');
      if (shown.text !== words) text.data = words;
      if (shown.kind !== kind) node.className = `table-cell table-${kind}`;
      Object.assign(shown, { text: words, kind });
    },
    choose(isChosen) {
      if (shown.isChosen === isChosen) return;
      if (isChosen) node.setAttribute('aria-selected', 'true');
      else node.removeAttribute('aria-selected');
      shown.isChosen = isChosen;
    },
  };
}
