"use strict";
void 0; {
  let a = 1;
  a;
}
// declares: 
// free: 
// hides: 
