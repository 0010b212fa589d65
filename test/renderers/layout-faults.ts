/**
 * What is wrong with the texts below a node of the page, in words: two that stand on one another, one that leaves the node's
 * box, one that is cut without its whole words in a tip, a number that is broken over two lines. Runs inside the page.
 */
export function layoutFaults(selector: string): readonly string[] {
  const root = document.querySelector(selector);
  if (root === null) return [`there is no ${selector}`];
  const page = root.getBoundingClientRect();
  type Box = { left: number; right: number; top: number; bottom: number };
  type Piece = Box & { text: string };
  const pieces: Piece[] = [];
  const faults: string[] = [];
  const words = (text: string) => JSON.stringify(text.trim().slice(0, 80));

  const isSeen = (node: Element) =>
    (getComputedStyle(node).display === 'contents' ||
      node.checkVisibility({ opacityProperty: true, visibilityProperty: true })) &&
    node.closest('.for-readers') === null;
  /** What of a box its ancestors let through. */
  const shownOf = (node: Element, box: Box): Box & { by?: Element } => {
    let shown: Box & { by?: Element } = box;
    for (let each: Element | null = node; each !== null && each !== root.parentElement; each = each.parentElement) {
      if (each instanceof SVGElement && !(each instanceof SVGSVGElement)) continue;
      const { overflowX, overflowY } = getComputedStyle(each);
      if (overflowX === 'visible' && overflowY === 'visible') continue;
      // What scrolls can be reached.
      const scrolls = /auto|scroll/.test(overflowX);
      const frame = each.getBoundingClientRect();
      const next = {
        left: Math.max(shown.left, frame.left),
        right: Math.min(shown.right, frame.right),
        top: Math.max(shown.top, frame.top),
        bottom: Math.min(shown.bottom, frame.bottom),
      };
      const isCut =
        next.right - next.left < shown.right - shown.left - 1 || next.bottom - next.top < shown.bottom - shown.top - 4;
      shown = isCut && !scrolls && shown.by === undefined ? { ...next, by: each } : { ...next, by: shown.by };
    }
    return shown;
  };
  const tipHolds = (node: Element, text: string) => {
    for (let each: Element | null = node; each !== null && each !== root; each = each.parentElement) {
      const told = `${each.getAttribute('title') ?? ''} ${each.getAttribute('data-tip') ?? ''}`;
      if (told.includes(text.trim())) return true;
    }
    return false;
  };
  const add = (node: Element, text: string, box: Box) => {
    const { by, ...shown } = shownOf(node, box);
    if (shown.right - shown.left < 1 || shown.bottom - shown.top < 3) {
      if (by !== undefined && !tipHolds(node, text)) faults.push(`cut off: ${words(text)}`);
      return;
    }
    if (by !== undefined && !(getComputedStyle(by).textOverflow === 'ellipsis' && tipHolds(node, text)))
      faults.push(`cut: ${words(text)}`);
    // Lines have room above capitals and below the baseline.
    const inset = Math.min(3, (shown.bottom - shown.top) / 5);
    const piece = { ...shown, top: shown.top + inset, bottom: shown.bottom - inset, text };
    pieces.push(piece);
    if (
      piece.left < page.left - 1 ||
      piece.right > page.right + 1 ||
      piece.top < page.top ||
      piece.bottom > page.bottom
    )
      faults.push(
        `out of its box: ${words(text)} at ${Math.round(piece.left - page.left)}–${Math.round(piece.right - page.left)} of ${Math.round(page.width)}`,
      );
  };

  const range = document.createRange();
  const addLines = (node: Text, parent: Element) => {
    // Words, so that a line's end is seen: a number keeps its sign, and no-break spaces hold.
    let from = 0;
    const lines: Piece[] = [];
    for (const word of node.data.split(/(?<=[ \n\t-])/)) {
      range.setStart(node, from);
      range.setEnd(node, from + word.trimEnd().length);
      from += word.length;
      const boxes = [...range.getClientRects()].filter(({ width, height }) => width > 0 && height > 0);
      const [first] = boxes;
      if (first === undefined || word.trim() === '') continue;
      if (boxes.some(({ top }) => Math.abs(top - first.top) > 3) && /^[^\p{L}]*\d[^\p{L}]*$/u.test(word.trim()))
        faults.push(`a number broken over lines: ${words(word)}`);
      for (const box of boxes) {
        const last = lines.at(-1);
        if (last !== undefined && Math.abs(last.top - box.top) < 3) {
          last.right = Math.max(last.right, box.right);
          last.text += word;
        } else lines.push({ left: box.left, right: box.right, top: box.top, bottom: box.bottom, text: word });
      }
    }
    for (const { text, ...box } of lines) add(parent, lines.length === 1 ? node.data : text, box);
  };

  const visit = (node: Element) => {
    if (!isSeen(node)) return;
    if (/^(?:style|script|title|select|input)$/i.test(node.tagName)) return;
    if (node instanceof SVGTextElement) {
      const { left, right, top, bottom, width } = node.getBoundingClientRect();
      const text = node.textContent ?? '';
      if (width > 0 && text.trim() !== '') {
        add(node, text, { left, right, top, bottom });
        if (/\d[^\p{L}]*…$/u.test(text)) faults.push(`a number cut short: ${words(text)}`);
      }
      return;
    }
    for (const child of node.childNodes) {
      if (child instanceof Text) {
        if (child.data.trim() !== '') addLines(child, node);
      } else if (child instanceof Element) visit(child);
    }
  };
  visit(root);

  pieces.sort((a, b) => a.top - b.top);
  for (const [i, one] of pieces.entries()) {
    for (let j = i + 1; j < pieces.length && pieces[j].top < one.bottom; j++) {
      const other = pieces[j];
      const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      if (across > 1 && down > 1) faults.push(`${words(one.text)} on ${words(other.text)}`);
    }
  }
  return faults;
}
