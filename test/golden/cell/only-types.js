"use strict";
;void 0;
// declares: 
// free: 
// hides: 
