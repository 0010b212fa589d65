"use strict";
{
  let a = 1;
  a;
}
// declares: 
// free: 
// hides: 
