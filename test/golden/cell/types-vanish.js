"use strict";
class Shape {
}
let rows = [{ a: 1 }];
rows[0].a;
// declares: class Shape, const rows
// free: 
// hides: 
