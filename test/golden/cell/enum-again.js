"use strict"; let Color;
void (Color = /* @__PURE__ */ ((Color2) => {
  Color2[Color2["Red"] = 0] = "Red";
  return Color2;
})(Color || {}));
;void 0;
// declares: var Color
// free: 
// hides: 
