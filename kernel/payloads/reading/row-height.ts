/** Pixels of a task's row of charts: more tasks, lower rows. From nine up they are sparklines, and the table has the numbers. */
export function rowHeight(tasks: number): number {
  return tasks <= 4 ? 118 : tasks <= 8 ? 64 : 36;
}

/** A low row has fewer ticks and no notes. */
export function isTallRow(height: number): boolean {
  return height > 80;
}
