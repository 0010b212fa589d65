const x = 1;
function f({ x }: { x: number }, y = x) { try { x; } catch (x) { x; } return class x { x = x }; }
label: for (const y of [x]) { continue label; }
({ x: 1, [x]: 2, x() {} }).x
