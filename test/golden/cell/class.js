"use strict";
class Point {
  constructor(name, y = 1) {
    this.name = name;
    this.y = y;
  }
  name;
  y;
  #x = 0;
  get x() {
    return this.#x;
  }
  static {
    this.prototype.constructor;
  }
}
Point;
// declares: class Point
// free: 
// hides: 
