import type { WidgetNews, WidgetPayload, WidgetRequest } from '../../../kernel/payloads/widget.ts';
import { errorMessage } from '../../../kernel/text/index.ts';
import { element, type View } from '../host/index.ts';
import { runFrontEnd } from './front-end.ts';
import { createModel, type Model } from './model.ts';

export type Heard = (news: WidgetNews) => void;

export type WidgetHost = {
  /** Absent where nobody listens, e.g. in an exported page. */
  readonly say: ((request: WidgetRequest) => void) | undefined;
  /** Hears what is said to a widget, until what it gives is called. */
  listen(id: string, heard: Heard): () => void;
  /** What a module exports. */
  load(module: string): Promise<Readonly<Record<string, unknown>>>;
};

/** A widget's front end, and below it why nobody hears it, where that is so. */
export function widgetView(root: HTMLElement, host: WidgetHost): View<WidgetPayload> {
  let shown: Shown | undefined;
  return {
    update(next) {
      if (shown?.id === next.id) return;
      shown?.end();
      shown = showWidget(root, next, host);
    },
    restyle: () => {},
    resize: () => {},
    dispose: () => shown?.end(),
  };
}

type Shown = { readonly id: string; readonly end: () => void };

function showWidget(
  root: HTMLElement,
  { id, module, css, state }: WidgetPayload,
  { say, listen, load }: WidgetHost,
): Shown {
  const place = element('div', { class: 'front-end' });
  const note = element('div', { class: 'dim note', role: 'status' });
  root.replaceChildren(...(css === undefined ? [] : [element('style', {}, css)]), place, note);

  const model: Model = createModel(state, {
    update: (changed) => say?.({ kind: 'update', id, state: changed }),
    custom: (content, buffers) => say?.({ kind: 'custom', id, content, buffers: buffers.map(toBase64) }),
  });
  let isEnded = false;
  let cleanup: (() => void) | undefined;
  let runs = false;
  const run = (): void => {
    if (runs) return;
    runs = true;
    const drawn = load(module).then((exported) => runFrontEnd(exported, model, place));
    drawn.then(
      (done) => {
        cleanup = done;
        if (isEnded) done();
      },
      (error: unknown) => {
        note.textContent = `This widget cannot be drawn. ${errorMessage(error)}`;
      },
    );
  };
  const gone = (words: string, mayRun: boolean): void => {
    if (mayRun) run();
    place.inert = true;
    note.textContent = words;
  };

  const stop = listen(id, (news) => {
    if (news.kind === 'opened') {
      place.inert = false;
      note.textContent = '';
      run();
    } else if (news.kind === 'state') model.take(news.state);
    else if (news.kind === 'custom') model.hear(news.content, news.buffers.map(fromBase64));
    else if (news.kind === 'heard') model.heard();
    else gone(news.words, news.mayRun);
  });
  if (say) say({ kind: 'open', id });
  else gone('Widgets answer in VS Code and Jupyter, while their kernel lives.', false);

  return {
    id,
    end() {
      isEnded = true;
      stop();
      cleanup?.();
    },
  };
}

function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

function fromBase64(text: string): DataView {
  return new DataView(Uint8Array.from(atob(text), (each) => each.charCodeAt(0)).buffer);
}
