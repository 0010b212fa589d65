"use strict";
if (ready) 1;
else 2;
// declares: 
// free: ready
// hides: 
