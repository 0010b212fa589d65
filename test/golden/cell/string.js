"use strict";
'just text';
// declares: 
// free: 
// hides: 
