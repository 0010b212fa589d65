"use strict"; let …, _greet_dec$7, _init$7;
let logged = function (value, context) {
  return value;
};
void (0, 0);
_greet_dec$7 = [logged];
class Greeter {
  constructor() {
    __runInitializers$7(_init$7, 5, this);
  }
  greet() {
    return "hi";
  }
}
_init$7 = __decoratorStart$7(null);
__decorateElement$7(_init$7, 1, "greet", _greet_dec$7, Greeter);
__decoratorMetadata$7(_init$7, Greeter);
;void 0;
// declares: function logged, class Greeter
// free: 
// hides: 
