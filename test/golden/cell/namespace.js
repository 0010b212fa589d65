"use strict"; let Shapes;
void (0);
((Shapes) => {
  Shapes.sides = 4;
})(Shapes || (Shapes = {}));
Shapes.sides;
// declares: var Shapes
// free: 
// hides: 
