const linesPerMinute = 20;

/** Logs messages that were dropped, but few: whoever sends junk must not fill a disk with our log. */
export function createDropLog(log: (line: string) => void, now = () => performance.now()): (what: string) => void {
  let minute = 0;
  let count = 0;
  return (what) => {
    const current = Math.floor(now() / 60_000);
    if (current !== minute) {
      if (count > linesPerMinute) log(`dropped ${count - linesPerMinute} more`);
      [minute, count] = [current, 0];
    }
    count += 1;
    if (count <= linesPerMinute) log(`dropped ${what}`);
  };
}
