"use strict"; let …, _A_decorators$7, _init2$7;
let sealed = function (value) {
  return value;
};
void (0, 0);
let _init = 1;
_A_decorators$7 = [sealed];
class A {
}
_init2$7 = __decoratorStart$7(null);
A = __decorateElement$7(_init2$7, 0, "A", _A_decorators$7, A);
__runInitializers$7(_init2$7, 1, A);
_init;
// declares: const _init, class A, function sealed
// free: 
// hides: 
