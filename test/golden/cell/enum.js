"use strict"; let Color, Size;
void (Color = /* @__PURE__ */ ((Color) => {
  Color[Color["Red"] = 0] = "Red";
  Color["Green"] = "g";
  return Color;
})(Color || {}));
void (Size = /* @__PURE__ */ ((Size) => {
  Size[Size["Small"] = 1] = "Small";
  return Size;
})(Size || {}));
1;
// declares: var Color, var Size
// free: 
// hides: 
