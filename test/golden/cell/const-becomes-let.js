"use strict";
let answer = 42;
let other = answer;
other;
// declares: const answer, let other
// free: 
// hides: 
