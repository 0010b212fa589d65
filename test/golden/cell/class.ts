class Point {
  #x = 0;
  constructor(public readonly name: string, private y = 1) {}
  get x() { return this.#x; }
  static { this.prototype.constructor; }
}
Point
