found: {
  if (ready) break found;
  7;
}
