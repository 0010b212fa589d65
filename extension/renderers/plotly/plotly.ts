import * as Plotly from 'plotly.js-cartesian-dist-min';
import { element, type Theme } from '../host/index.ts';

/** One Plotly graph of a fixed size, without Plotly's own buttons, legend and hover. Dragging on x zooms. */
export type Plot = {
  readonly node: HTMLElement;
  readonly draw: (data: readonly Trace[], layout: Layout & Size) => void;
  readonly dispose: () => void;
};

/** Parts of a figure, with the attributes of https://plotly.com/javascript/reference. */
export type Trace = Readonly<Record<string, unknown>>;
export type Layout = Readonly<Record<string, unknown>>;
export type Axis = Readonly<Record<string, unknown>>;
export type Shape = Readonly<Record<string, unknown>>;
export type Annotation = Readonly<Record<string, unknown>>;
type Size = { readonly width: number; readonly height: number };

/** The part of x that is shown, in the axis' own unit; undefined is all of it. */
export type Zoom = readonly [from: number, to: number] | undefined;

export function createPlot(sentence: string, zoomed: (zoom: Zoom) => void): Plot {
  const node = element('div', { class: 'plot', role: 'img', 'aria-label': sentence });
  const graph = node as HTMLElement as PlotlyGraph;
  let isListening = false;
  return {
    node,
    draw(data, layout) {
      node.style.height = `${layout.height}px`;
      // Plotly works on the arrays it is given, so each drawing gets its own.
      void Plotly.react(
        graph,
        [...data],
        { ...layout },
        { displayModeBar: false, doubleClick: false, scrollZoom: false, showTips: false },
      );
      if (isListening) return;
      isListening = true;
      graph.on('plotly_relayout', (change) => {
        const [from, to] = [change['xaxis.range[0]'], change['xaxis.range[1]']];
        if (typeof from === 'number' && typeof to === 'number') zoomed([from, to]);
      });
      graph.on('plotly_doubleclick', () => zoomed(undefined));
    },
    dispose() {
      Plotly.purge(graph);
    },
  };
}

/** What all charts share. `autosize` collapses heights inside an output, so both sizes are set. */
export function baseLayout(theme: Theme, width: number, height: number): Layout & Size {
  return {
    width,
    height,
    autosize: false,
    showlegend: false,
    hovermode: false,
    dragmode: 'zoom',
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    font: { family: theme.font, size: 11, color: theme.dim },
  };
}

/** Plotly draws no grid line within a pixel of an end, so the range goes on a little above the highest tick. */
export function framed(low: number, high: number, pixels: number): readonly [number, number] {
  return [low, high + ((high - low) * 1.2) / pixels];
}

type PlotlyGraph = HTMLElement & {
  on(event: 'plotly_relayout', listener: (change: Readonly<Record<string, unknown>>) => void): void;
  on(event: 'plotly_doubleclick', listener: () => void): void;
};
