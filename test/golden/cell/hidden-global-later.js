"use strict";
let f = function (process) {
  return process;
};__process.exit;
new URL(__crypto);
// declares: function f
// free: URL
// hides: 
