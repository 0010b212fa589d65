"use strict"; let i, n, last, key, rest, name, length;
let own = function () {
  var i = "mine";
  return i;
};for (i = 0, 0; i < 3; i++) void (last = i);
for ({ key, rest = i } of [{ key: 1 }]) ;
for (name in { a: 1 }) {
  void ({ length } = name);
}
;void 0;
// declares: function own, var i, var n, var last, var key, var rest, var name, var length
// free: 
// hides: 
