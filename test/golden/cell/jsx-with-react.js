"use strict";
let { React } = __cell.imported(await __cell.import("react"), "react", { React: "default" }, {}); 
React.createElement("b", null, 1);
// declares: import React
// free: 
// hides: 
