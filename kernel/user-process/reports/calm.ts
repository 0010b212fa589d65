/**
 * Shows at most four states a second. Nothing is scheduled: one is shown when something changes and the last one is old enough,
 * and always at the start and the end.
 */
export function calm<State extends { readonly state: string }>(
  show: (state: State, isFirst: boolean) => void,
  now: () => number,
): (state: State) => void {
  let shown: number | undefined;
  return (state) => {
    const at = now();
    if (shown !== undefined && state.state === 'running' && at - shown < betweenPictures) return;
    show(state, shown === undefined);
    shown = at;
  };
}

/** Milliseconds. */
const betweenPictures = 250;
