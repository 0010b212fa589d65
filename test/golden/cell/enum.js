"use strict"; let Color, Size;
void (Color = /* @__PURE__ */ ((Color2) => {
  Color2[Color2["Red"] = 0] = "Red";
  Color2["Green"] = "g";
  return Color2;
})(Color || {}));
void (Size = /* @__PURE__ */ ((Size2) => {
  Size2[Size2["Small"] = 1] = "Small";
  return Size2;
})(Size || {}));
1 /* Small */;
// declares: var Color, var Size
// free: 
// hides: 
