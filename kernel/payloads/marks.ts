/** A task's hue, by its position: never colour alone, so each has a shape too. Repeats shift by one shape after six. */
export type Mark = { readonly hue: Hue; readonly shape: MarkShape };

export const hues = ['blue', 'orange', 'green', 'purple', 'red', 'yellow'] as const;
export type Hue = (typeof hues)[number];

/** Names are plotly.js's marker symbols. */
export const markShapes = ['circle', 'square', 'triangle-up', 'diamond', 'triangle-down', 'cross'] as const;
export type MarkShape = (typeof markShapes)[number];

/** Blue and orange come first: that pair survives all common colour deficiencies. */
export function taskMark(position: number): Mark {
  const round = Math.floor(position / hues.length);
  return {
    hue: hues[position % hues.length] ?? 'blue',
    shape: markShapes[(position + round) % markShapes.length] ?? 'circle',
  };
}

/** Outline of a shape of radius `r` round (x, y), as the `d` of an SVG path. Areas are about equal. */
export function markPath(shape: MarkShape, x: number, y: number, r: number): string {
  const points = (list: readonly (readonly [number, number])[]) =>
    `M${list.map(([dx, dy]) => `${round(x + dx * r)} ${round(y + dy * r)}`).join('L')}Z`;
  switch (shape) {
    case 'circle':
      return `M${round(x - r)} ${round(y)}a${r} ${r} 0 1 1 ${round(2 * r)} 0a${r} ${r} 0 1 1 ${round(-2 * r)} 0Z`;
    case 'square':
      return points([
        [-0.9, -0.9],
        [0.9, -0.9],
        [0.9, 0.9],
        [-0.9, 0.9],
      ]);
    case 'triangle-up':
      return points([
        [0, -1.15],
        [1.1, 0.85],
        [-1.1, 0.85],
      ]);
    case 'triangle-down':
      return points([
        [0, 1.15],
        [-1.1, -0.85],
        [1.1, -0.85],
      ]);
    case 'diamond':
      return points([
        [0, -1.25],
        [1.15, 0],
        [0, 1.25],
        [-1.15, 0],
      ]);
    case 'cross':
      return points([
        [-0.4, -1.1],
        [0.4, -1.1],
        [0.4, -0.4],
        [1.1, -0.4],
        [1.1, 0.4],
        [0.4, 0.4],
        [0.4, 1.1],
        [-0.4, 1.1],
        [-0.4, 0.4],
        [-1.1, 0.4],
        [-1.1, -0.4],
        [-0.4, -0.4],
      ]);
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
