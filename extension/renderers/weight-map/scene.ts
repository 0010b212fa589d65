import type { ExpertOrder } from '../../../kernel/payloads/reading/gates/expert-heads.ts';
import { type MapDensity, mapDensity } from '../../../kernel/payloads/reading/gates/look.ts';
import type { MapGate, MapLevel } from '../../../kernel/payloads/reading/gates/map-level.ts';
import type { Theme } from '../host/index.ts';

/** Everything a drawing of a map depends on. */
export type MapScene<Row extends MapGate = MapGate> = {
  readonly level: MapLevel<Row>;
  /** Of very many experts. */
  readonly order: ExpertOrder;
  readonly theme: Theme;
  /** Content width in CSS pixels. */
  readonly width: number;
  readonly isStacked: boolean;
};

export type MapPlace = Pick<MapScene, 'level' | 'width' | 'isStacked'>;

/** Widths of the visual language, in CSS pixels. */
const columns = { statistics: 226, gap: 14, between: 3 } as const;

/** Of the names at the left: wide outputs have room for long ones. */
function namesWidth(width: number): number {
  return Math.round(Math.max(104, Math.min(200, width / 8)));
}

export type MapShape = {
  readonly density: MapDensity;
  /** Wide: a row per gate and a column per expert. Turned: the other way round, for narrow outputs. */
  readonly isTurned: boolean;
  /** Width of all expert columns and of one. */
  readonly width: number;
  readonly cell: number;
};

/** How the map of a level fits into the output. */
export function mapShape({ level, width, isStacked }: MapPlace): MapShape {
  const { experts, gates } = level;
  const room = isStacked
    ? width - (gates.length > 4 ? 84 : 0)
    : width - namesWidth(width) - columns.statistics - 2 * columns.gap;
  const between = experts.length > 24 ? 1 : columns.between;
  const cell = (room - between * (experts.length - 1)) / experts.length;
  const fitting = cell < 22 ? 'bars' : mapDensity(level, room);
  // A track is full where there is no deviation to show.
  const density = fitting === 'full' && gates.every(({ sd }) => sd === undefined) ? 'track' : fitting;
  const isTurned = isStacked && gates.length <= 4 && experts.length <= 24;
  return { density, isTurned, width: room, cell };
}

/** The columns that all wide panels share, so that the eye reads down one expert: names, experts, statistics. */
export function wideColumns({ level, width }: Pick<MapPlace, 'level' | 'width'>): string {
  return `${namesWidth(width) + columns.gap - columns.between}px repeat(${level.experts.length},minmax(0,1fr)) ${columns.statistics + columns.gap - columns.between}px`;
}

/** Experts only, for panels of a narrow output. */
export function narrowColumns(experts: number): string {
  return `repeat(${experts},minmax(0,1fr))`;
}
