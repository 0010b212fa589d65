import * as Plotly from 'plotly.js-cartesian-dist-min';
import { fieldsOf, isObject, type Parsed } from '../../../kernel/guards/index.ts';
import { seenText } from '../../../kernel/text/index.ts';
import { element, savePicture, setText, type Theme, type View, type ViewKind } from '../host/index.ts';

/** Any Plotly figure a cell shows (`application/vnd.plotly.v1+json`), in the host's colours where it names none. */
export const plotlyFigure: ViewKind<Figure> = { parse: parseFigure, style: figureStyle(), create: figureView };

export type Figure = {
  readonly data: readonly Readonly<Record<string, unknown>>[];
  readonly layout: Readonly<Record<string, unknown>>;
};

/** https://plotly.com/chart-studio-help/json-chart-schema: `data` is a list of traces, `layout` an object. */
export function parseFigure(value: unknown): Parsed<Figure> {
  if (!isObject(value)) return { ok: false, reason: 'A Plotly figure is an object with "data" and "layout".' };
  const { data = [], layout = {} } = value;
  if (!Array.isArray(data) || !data.every(isObject))
    return { ok: false, reason: '"data" of a Plotly figure is a list of traces.' };
  if (!isObject(layout)) return { ok: false, reason: '"layout" of a Plotly figure is an object.' };
  return { ok: true, value: { data, layout } };
}

function figureView(root: HTMLElement, firstTheme: Theme, first: Figure): View<Figure> {
  let figure = first;
  let theme = firstTheme;
  let width = 0;
  // No image: it holds buttons of Plotly's.
  const graph = element('div', { class: 'figure', role: 'figure' });
  const png = element('button', { type: 'button' }, 'Save PNG');
  const svg = element('button', { type: 'button', 'aria-label': 'Save SVG' }, 'SVG');
  const note = element('span', { class: 'dim small' });
  root.classList.add('plain');
  root.append(element('div', { class: 'figure-actions' }, note, element('span', { class: 'fill' }), png, svg), graph);
  png.addEventListener('click', () => void savePicture(root, figureTitle(figure), 'png'));
  svg.addEventListener('click', () => void savePicture(root, figureTitle(figure), 'svg'));

  function draw(): void {
    if (width <= 0) return;
    const layout = { ...figure.layout, ...size(figure, width), autosize: false, template: template(figure, theme) };
    graph.setAttribute('aria-label', `Chart: ${figureTitle(figure)}`);
    graph.style.height = `${layout.height}px`;
    setText(note, missing(figure));
    void Plotly.react(graph, [...figure.data], layout, { displaylogo: false, modeBarButtonsToRemove: ['toImage'] });
  }

  return {
    update(next) {
      figure = next;
      draw();
    },
    restyle(next) {
      theme = next;
      draw();
    },
    resize(next) {
      width = next;
      draw();
    },
    dispose: () => Plotly.purge(graph),
  };
}

/** As wide as the output at most; a height of its own wins. */
function size({ layout }: Figure, available: number): { readonly width: number; readonly height: number } {
  const given = (value: unknown) => (typeof value === 'number' && value > 0 && value < 10_000 ? value : undefined);
  return { width: Math.min(available, given(layout.width) ?? available), height: given(layout.height) ?? 400 };
}

/** Defaults for what the figure leaves open; a template of its own keeps everything but grounds and text colours. */
function template({ layout }: Figure, theme: Theme): object {
  const own = fieldsOf(layout.template);
  const ownLayout = fieldsOf(own.layout);
  const axis = {
    gridcolor: theme.grid,
    linecolor: theme.hairline,
    zerolinecolor: theme.hairline,
    tickcolor: theme.hairline,
  };
  const merged = (name: string) => ({ ...fieldsOf(ownLayout[name]), ...axis });
  return {
    ...own,
    layout: {
      colorway: Object.values(theme.hues),
      ...ownLayout,
      paper_bgcolor: 'rgba(0,0,0,0)',
      plot_bgcolor: 'rgba(0,0,0,0)',
      font: { family: theme.font, size: 12, color: theme.foreground },
      hoverlabel: {
        bgcolor: theme.background,
        bordercolor: theme.hairline,
        font: { family: theme.font, color: theme.foreground },
      },
      modebar: { bgcolor: 'rgba(0,0,0,0)', color: theme.faint, activecolor: theme.foreground },
      xaxis: merged('xaxis'),
      yaxis: merged('yaxis'),
    },
  };
}

/** Trace types of the cartesian bundle. */
const known = new Set([
  'bar',
  'box',
  'contour',
  'heatmap',
  'histogram',
  'histogram2d',
  'histogram2dcontour',
  'image',
  'pie',
  'scatter',
  'scatterternary',
  'violin',
]);

function missing({ data }: Figure): string {
  const types = data
    .map(({ type }) => (typeof type === 'string' ? type : 'scatter'))
    .filter((type) => !known.has(type));
  return types.length === 0 ? '' : `Not drawn as meant: this renderer has no ${[...new Set(types)].join(', ')} traces.`;
}

function figureTitle({ layout }: Figure): string {
  const title = isObject(layout.title) ? layout.title.text : layout.title;
  return typeof title === 'string' ? seenText(title) : 'figure';
}

function figureStyle(): string {
  return `
.multitask.plain{padding-top:4px}
.multitask .figure-actions{display:flex;align-items:baseline;gap:4px}
.multitask .figure-actions button{color:var(--dim)}
`;
}
