for (var i = 0, n; i < 3; i++) var last = i;
for (var { key, rest = i } of [{ key: 1 }]);
for (var name in { a: 1 }) { var { length } = name; }
function own() { var i = 'mine'; return i; }
