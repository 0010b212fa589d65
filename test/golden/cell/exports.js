"use strict";
let f = function () {
};void await __cell.import("other"); void await __cell.import("another"); let a = 1, b = 2;
class C {
}
({ default: a + b }.default);
// declares: const a, const b, function f, class C
// free: 
// hides: 
