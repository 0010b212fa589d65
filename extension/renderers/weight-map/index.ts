export { headCells } from './head-cells.ts';
export { gateIcon, gateName } from './icon.ts';
export { type MapWords, weightMap } from './map.ts';
export { orderButtons } from './order-buttons.ts';
export { type MapShape, mapShape, narrowColumns, wideColumns } from './scene.ts';
export { mapStyle } from './style.ts';
