"use strict";
/* @__PURE__ */ h("b", null, 1);
// declares: 
// free: 
// hides: 
