export const a = 1, b = 2;
export function f() {}
export class C {}
export { a as renamed };
export * from 'other';
export { x } from 'another';
export default a + b;
