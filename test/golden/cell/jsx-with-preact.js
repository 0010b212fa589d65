"use strict";
h("b", null, 1);
// declares: 
// free: 
// hides: 
