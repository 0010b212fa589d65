"use strict";
let list = /* @__PURE__ */ __cell.element("ul", { className: "x" }, items.map((item) => /* @__PURE__ */ __cell.element("li", { key: item }, item)));
__cell.element(__cell.fragment, null, list);
// declares: const list
// free: __cell, items
// hides: 
