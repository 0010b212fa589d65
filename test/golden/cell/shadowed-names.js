"use strict";
let f = function ({ x: x }, y = x) {
  try {
    x;
  } catch (x) {
    x;
  }
  return class x {
    x = x;
  };
};let x = 1;
label: for (const y of [x]) {
  continue label;
}
({ x: 1, [x]: 2, x() {
} }.x);
// declares: const x, function f
// free: 
// hides: 
