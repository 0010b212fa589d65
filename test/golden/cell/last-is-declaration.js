"use strict";
5;
let five = 5;
;void 0;
// declares: const five
// free: 
// hides: 
