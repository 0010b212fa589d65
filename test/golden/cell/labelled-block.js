"use strict";
found: {
  if (ready) break found;
  7;
}
// declares: 
// free: ready
// hides: 
