"use strict";
let limit = 4;
limit = 5;
// declares: let limit
// free: 
// hides: 
