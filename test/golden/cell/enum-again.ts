// earlier: enum Color { Old }
enum Color { Red }
