"use strict";
let { default: byDefault, a: a, b: renamed, "a-b": quoted } = await __cell.import("pkg"); let all = await __cell.import("pkg/all"); let space = await __cell.import("pkg"); let { default: both } = await __cell.import("pkg"); void await __cell.import("side-effect"); let { default: data } = await __cell.import("./data.json", { with: { "type": "json" } }); use(a, all);
;void 0;
// declares: import byDefault, import a, import renamed, import quoted, import all, import both, import space, import data
// free: use
// hides: 
