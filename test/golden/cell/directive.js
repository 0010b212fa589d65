"use strict";
'use strict';
// declares: 
// free: 
// hides: 
