// earlier: const limit = 3; import fs from 'node:fs'
limit = 4;
limit++;
[limit] = [5];
({ limit } = { limit: 6 });
for (limit of [7]);
fs = undefined;
function inner(limit: number) {
  limit = 8;
  return limit;
}
