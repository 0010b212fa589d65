import { watch } from 'node:fs';

/** Calls `build` after files below the folders were saved, never twice at once. What it throws is printed, and it goes on. */
export function watchSources(folders: readonly string[], build: () => Promise<void>): void {
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> | undefined;
  const start = (): void => {
    // A save while a build runs is seen by the next one.
    if (working) {
      soon();
      return;
    }
    working = build()
      .catch((error: Error) => console.error(error.message))
      .finally(() => {
        working = undefined;
      });
  };
  // Editors write a file in several steps.
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(start, 50);
  };
  for (const folder of folders) watch(folder, { recursive: true }, soon);
}
