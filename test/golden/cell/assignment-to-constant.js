"use strict"; __cell.used("fs");
let inner = function (limit) {
  limit = 8;
  return limit;
};__cell.constant("limit").value = 4;
__cell.constant("limit").value++;
[__cell.constant("limit").value] = [5];
({ limit: __cell.constant("limit").value } = { limit: 6 });
for (__cell.constant("limit").value of [7]) ;
__cell.constant("fs").value = void 0;
;void 0;
// declares: function inner
// free: 
// hides: 
