export { attendBlock } from './attend-block.ts';
export { embeddable, inputWidth } from './block-columns.ts';
export { parameter, weightsFor } from './block-parameters.ts';
export { elementwiseBlocks } from './elementwise-blocks.ts';
export { gateBlocks } from './gate-blocks.ts';
export { penaltyBlocks } from './penalty-blocks.ts';
