"use strict";
let f = async function (x) { const __resumed = globalThis.__cell?.resumption() ?? ((value) => value);
  return { x: __resumed(await x) };
};
let g = async (x) => { const __resumed = globalThis.__cell?.resumption() ?? ((value) => value); return ( ({ x: __resumed(await x) })); }, h = async () => 1;
class K {
  async *items() { const __resumed = globalThis.__cell?.resumption() ?? ((value) => value);
    for await (const item of __resumed(await f(1))) { void __resumed(0);
      yield item;
    }
  }
}
;void 0;
// declares: function f, const g, const h, class K
// free: 
// hides: 
