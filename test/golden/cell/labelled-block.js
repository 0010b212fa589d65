"use strict";
void 0; found: {
  if (ready) break found;
  7;
}
// declares: 
// free: ready
// hides: 
