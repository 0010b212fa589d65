async function f(x: Promise<number>) {
  return { x: await x };
}
const g = async (x) => ({ x: await x }), h = async () => 1;
class K { async *items() { for await (const item of await f(1)) { yield item; } } }
