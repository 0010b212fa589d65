"use strict";
let f = function (process2) {
  return process2;
};__process.exit;
new URL(__crypto);
// declares: function f
// free: URL
// hides: 
