"use strict"; let Color;
void (Color = /* @__PURE__ */ ((Color) => {
  Color[Color["Red"] = 0] = "Red";
  return Color;
})(Color || {}));
;void 0;
// declares: var Color
// free: 
// hides: 
