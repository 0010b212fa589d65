"use strict";
({ a: 1, b: { c: [2] } });
// declares: 
// free: 
// hides: 
