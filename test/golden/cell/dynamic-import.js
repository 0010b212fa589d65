"use strict";
let { join } = __cell.resumed(7, await __cell.import("node:path"));
__cell.meta.url;
join(__cell.meta.dirname, "x");
// declares: const join
// free: 
// hides: 
