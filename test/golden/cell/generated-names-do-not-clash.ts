const _init = 1;
@sealed class A {}
function sealed(value: Function) { return value; }
_init
