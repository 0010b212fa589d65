"use strict";
let { default: React } = await __cell.import("react"); 
React.createElement("b", null, 1);
// declares: import React
// free: 
// hides: 
