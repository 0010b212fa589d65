"use strict";
let first = __cell.resumed(7, await load());
for await (const row of first) { __cell.resumed(7, 0); console.log(row); }
try {
  __cell.resumed(7, await second());
} catch { __cell.resumed(7, 0);
  console.log("failed");
}
// declares: const first
// free: load, console, second
// hides: 
