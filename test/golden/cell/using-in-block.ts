{
  using file = open();
  file.size;
}
