"use strict"; let fresh;
void (count = (count ?? 0) + 1, 0);
count;
// declares: var count, var fresh
// free: 
// hides: 
