import type { Parsed } from '../../../kernel/guards/index.ts';
import { errorMessage } from '../../../kernel/text/index.ts';
import { element } from './element.ts';
import { keepOwnKeys } from './own-keys.ts';
import type { Renderer } from './renderer-api.ts';
import { baseStyle } from './style.ts';
import { applyTheme, readTheme, type Theme, watchTheme } from './theme.ts';
import { watchTips } from './tip.ts';

/** A picture of a payload that is built once and then changed in place, so that nothing flickers. */
export type View<Payload> = {
  readonly update: (payload: Payload) => void;
  readonly restyle: (theme: Theme) => void;
  /** `width` of the view's content box in CSS pixels, whenever it changes. */
  readonly resize: (width: number) => void;
  readonly dispose: () => void;
};

export type ViewKind<Payload> = {
  readonly parse: (payload: unknown) => Parsed<Payload>;
  readonly style: string;
  /** Builds the view's nodes inside `root`; `update` and `resize` follow at once. */
  readonly create: (root: HTMLElement, theme: Theme, payload: Payload) => View<Payload>;
};

/**
 * A renderer that keeps one view per output. VS Code calls `renderOutputItem` again with the same element when an
 * output changes; the view found in it is updated. Theme and width are followed here, once for all views.
 */
export function mount<Payload>(kind: ViewKind<Payload>): Renderer {
  const mounted = new Map<string, Mounted<Payload>>();
  const stop: (() => void)[] = [];

  function follow(): void {
    if (stop.length > 0) return;
    stop.push(
      watchTips(document, (view) => [...mounted.values()].some(({ root }) => root === view)),
      watchTheme((theme) => {
        for (const { root, view } of mounted.values()) {
          applyTheme(root, theme);
          view.restyle(theme);
        }
      }),
    );
  }

  function remove(id: string): void {
    const found = mounted.get(id);
    if (found === undefined) return;
    mounted.delete(id);
    found.widths.disconnect();
    found.view.dispose();
    found.root.parentElement?.remove();
    if (mounted.size === 0) for (const end of stop.splice(0)) end();
  }

  return {
    renderOutputItem(item, place) {
      const parsed = readPayload(kind, () => item.json());
      if (!parsed.ok) {
        remove(item.id);
        sayWrong(place, parsed.reason);
        return;
      }
      const known = mounted.get(item.id);
      if (known !== undefined && place.contains(known.root)) {
        known.view.update(parsed.value);
        return;
      }
      remove(item.id);
      follow();
      mounted.set(item.id, build(kind, place, parsed.value));
    },
    disposeOutputItem(id) {
      for (const each of id === undefined ? [...mounted.keys()] : [id]) remove(each);
    },
  };
}

type Mounted<Payload> = {
  readonly root: HTMLElement;
  readonly view: View<Payload>;
  readonly widths: ResizeObserver;
};

function build<Payload>(kind: ViewKind<Payload>, place: HTMLElement, payload: Payload): Mounted<Payload> {
  const root = element('div', { class: 'multitask' });
  keepOwnKeys(root);
  // VS Code gives an output's first child a padding of its own, so the view is one level deeper.
  place.replaceChildren(element('div', {}, element('style', {}, baseStyle, kind.style), root));
  const theme = readTheme();
  applyTheme(root, theme);
  layOut(root);
  const view = kind.create(root, theme, payload);
  // In this order it is drawn once: a size is drawn at once, with what `update` asked for.
  view.update(payload);
  let width = layOut(root);
  view.resize(width);
  const widths = new ResizeObserver(() => {
    const now = layOut(root);
    if (now <= 0 || now === width) return;
    width = now;
    view.resize(width);
  });
  widths.observe(root);
  return { root, view, widths };
}

/** The widest content, in CSS pixels, that is stacked: an output of 820 px. */
export const stackedWidth = 788;

/** Tells the style sheet which layout fits the output (`data-layout`), and returns the width of the content. */
export function layOut(root: HTMLElement): number {
  const width = contentWidth(root);
  root.dataset.layout = width <= stackedWidth ? 'stacked' : 'wide';
  return width;
}

function contentWidth(root: HTMLElement): number {
  const { paddingLeft, paddingRight } = getComputedStyle(root);
  return root.clientWidth - (Number.parseFloat(paddingLeft) || 0) - (Number.parseFloat(paddingRight) || 0);
}

function readPayload<Payload>(kind: ViewKind<Payload>, json: () => unknown): Parsed<Payload> {
  try {
    return kind.parse(json());
  } catch (error) {
    return { ok: false, reason: `It is not JSON: ${errorMessage(error)}` };
  }
}

function sayWrong(place: HTMLElement, reason: string): void {
  const root = element(
    'div',
    { class: 'multitask', role: 'alert' },
    element('b', {}, 'This output cannot be drawn.'),
    element('div', { class: 'dim' }, reason),
  );
  applyTheme(root, readTheme());
  place.replaceChildren(element('div', {}, element('style', {}, baseStyle), root));
}
