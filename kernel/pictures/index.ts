export { calibrationPicture } from './calibration.ts';
export { comparisonPicture } from './comparison/comparison.ts';
export { figurePicture } from './figure/figure.ts';
export { gatesPicture } from './gates/gates.ts';
export { importancePicture } from './importance.ts';
export { light } from './light.ts';
export { type GridPanel, type PlotlyFigure, taskGrid } from './plotly/task-grid.ts';
export { searchPicture } from './search.ts';
export { trainingPicture } from './training/training.ts';
