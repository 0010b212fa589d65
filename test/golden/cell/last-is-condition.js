"use strict";
void 0; if (ready) 1;
else 2;
// declares: 
// free: ready
// hides: 
