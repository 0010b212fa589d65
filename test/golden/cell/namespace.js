"use strict"; let Shapes;
void (0);
((Shapes2) => {
  Shapes2.sides = 4;
})(Shapes || (Shapes = {}));
Shapes.sides;
// declares: var Shapes
// free: 
// hides: 
