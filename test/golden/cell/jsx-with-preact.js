"use strict"; __cell.used("h");
h("b", null, 1);
// declares: 
// free: 
// hides: 
