"use strict";
let first = __cell.resumed(7, await load());
for await (const row of first) { void __cell.resumed(7, 0); console.log(row); }
void 0; try {
  __cell.resumed(7, await second());
} catch { void __cell.resumed(7, 0);
  console.log("failed");
}
// declares: const first
// free: load, console, second
// hides: 
