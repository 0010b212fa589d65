let sum = 0;
for (const x of [1, 2]) sum += x;
