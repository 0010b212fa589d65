export { plotlyFigure } from './figure.ts';
export { plotlySize } from './marker-size.ts';
export {
  type Annotation,
  type Axis,
  baseLayout,
  createPlot,
  framed,
  type Shape,
  type Trace,
  type Zoom,
} from './plotly.ts';
