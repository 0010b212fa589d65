namespace Shapes {
  export const sides = 4;
}
Shapes.sides
