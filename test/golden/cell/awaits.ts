const first = await load();
for await (const row of first) console.log(row);
try {
  await second();
} catch {
  console.log('failed');
}
