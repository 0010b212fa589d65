// earlier: const limit = 3
let limit = 4;
limit = 5
