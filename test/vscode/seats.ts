/** Much of a journey is waiting for windows to open and processes to end: two at once, each in a VS Code of its own. */
let seats = 2;
const queue: (() => void)[] = [];

/** Resolves in turn, with what gives the seat to the next one. */
export async function sitDown(): Promise<() => void> {
  if (seats > 0) seats--;
  else await new Promise<void>((next) => queue.push(next));
  let sits = true;
  return () => {
    if (!sits) return;
    sits = false;
    const next = queue.shift();
    if (next) next();
    else seats++;
  };
}
