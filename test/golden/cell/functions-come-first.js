"use strict";
let greet = function (name) {
  return `Hello ${name}`;
};let numbers = async function* () { const __resumed = globalThis.__cell?.resumption() ?? ((value) => value);
  yield __resumed(await 1);
};greet("Ada");
;void 0;
// declares: function greet, function numbers
// free: 
// hides: 
