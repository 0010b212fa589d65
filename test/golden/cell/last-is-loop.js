"use strict";
let sum = 0;
for (const x of [1, 2]) sum += x;
;void 0;
// declares: let sum
// free: 
// hides: 
