"use strict";
let f = function ({ x: x2 }, y = x2) {
  try {
    x2;
  } catch (x3) {
    x3;
  }
  return class x3 {
    x = x3;
  };
};let x = 1;
label: for (const y of [x]) {
  continue label;
}
({ x: 1, [x]: 2, x() {
} }).x;
// declares: const x, function f
// free: 
// hides: 
