function logged(value: Function, context: ClassMethodDecoratorContext) { return value; }
class Greeter {
  @logged greet() { return 'hi'; }
}
