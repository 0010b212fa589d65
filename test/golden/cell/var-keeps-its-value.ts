// earlier: var count = 1
var count = (count ?? 0) + 1, fresh;
count
