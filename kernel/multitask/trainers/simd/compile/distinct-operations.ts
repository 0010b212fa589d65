import type { EmbedNode } from '../../../network/index.ts';
import { fieldView, stepOf, type View } from '../memory/value-layout.ts';
import type { DenseGroup } from './dense-groups.ts';
import { type DistinctLayer, layerField, slotsField } from './distinct-layers.ts';
import { biasOf, found, type Layout, matrixOf, ownAt, valuesOf, viewsOf } from './layout.ts';
import { type Argument, call, type Operation } from './operation.ts';

/** The layer of a product among those that may be computed by distinct codes. */
export function distinctLayerOf(layers: readonly DistinctLayer[], group: DenseGroup): DistinctLayer | undefined {
  return layers.find((layer) => layer.group === group);
}

/** The product over the columns that the batch has not chosen, and the sums of those that it has. */
export function productByCodes(layout: Layout, layer: DistinctLayer): Operation[] {
  const { group } = layer;
  const { memory, own } = layout;
  const matrix = matrixOf(layout, group);
  const input = valuesOf(layout, group.input);
  const { values } = viewsOf(layout, group);
  const weights = [memory.parameters + 4 * matrix.offset, 4 * matrix.panelStep, group.width] as const;
  const start = biasOf(layout, group) ?? memory.zeros;
  const into = [values.address, values.step] as const;
  const slots = fieldView(slotsField(layer));
  return [
    call(
      'productOfRuns',
      listAt(layout, layer, 'runs'),
      input.address,
      input.step,
      ...weights,
      start,
      ...into,
      ownAt(own.scratch),
    ),
    call(
      'addDistinct',
      listAt(layout, layer, 'added'),
      slots.address,
      slots.step,
      memory.zeros,
      group.width,
      stepOf(group.width),
      ...into,
    ),
  ];
}

/** The way back through columns that are not chosen. What the others need is kept until the whole batch has it. */
export function backByCodes(layout: Layout, layer: DistinctLayer, to: View | undefined): Operation[] {
  const { group } = layer;
  const { memory, own } = layout;
  const matrix = matrixOf(layout, group);
  const input = valuesOf(layout, group.input);
  const { gradients: d } = viewsOf(layout, group);
  const runs = listAt(layout, layer, 'runs');
  const scratch = ownAt(own.scratch);
  const kept = fieldView(layerField(layer));
  const gradient: Argument = { kind: 'gradient', offset: 4 * matrix.offset };
  const sides = [input.address, input.step, group.width, d.address, d.step] as const;
  const operations = [
    call('copyColumns', group.width, d.address, d.step, kept.address, kept.step, 0),
    call('productGradientOfRuns', runs, ...sides, gradient, 4 * matrix.panelStep, scratch),
  ];
  if (to) {
    const transposed = [ownAt(own.transposed + 4 * matrix.transposed), 4 * 8 * ((group.width + 7) & ~7)] as const;
    const from = [group.width, d.address, d.step, ...transposed, memory.zeros] as const;
    operations.push(call('productBackOfRuns', runs, ...from, to.address, to.step, scratch));
  }
  return operations;
}

/** Where the list of a node's columns to embed begins, at its `index`-th. */
export function embeddedAt(
  layout: Layout,
  layers: readonly DistinctLayer[],
  node: EmbedNode,
  index: number,
): Argument | undefined {
  const layer = layers.find(({ columns }) => columns.some((column) => column.node === node));
  if (!layer) return undefined;
  const place = layer.columns.findIndex((column) => column.node === node && column.index === index);
  return ownAt(layout.own.lists + layer.lists.embedded + 8 * found(place < 0 ? undefined : place));
}

function listAt({ own }: Layout, { lists }: DistinctLayer, list: 'runs' | 'added'): Argument {
  return ownAt(own.lists + lists[list]);
}
