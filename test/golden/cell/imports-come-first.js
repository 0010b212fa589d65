"use strict";
let { byDefault, a, renamed, quoted } = __cell.imported(await __cell.import("pkg"), "pkg", { a: "a" }, { byDefault: "default", renamed: "b", quoted: "a-b" }); let all = await __cell.import("pkg/all"); let space = await __cell.import("pkg"); let { both } = __cell.imported(await __cell.import("pkg"), "pkg", {}, { both: "default" }); void await __cell.import("side-effect"); let { data } = __cell.imported(await __cell.import("./data.json", { with: { "type": "json" } }), "./data.json", {}, { data: "default" }); use(a, all);
;void 0;
// declares: import byDefault, import a, import renamed, import quoted, import all, import both, import space, import data
// free: use
// hides: 
