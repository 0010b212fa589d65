using file = open();
const size = file.size;
size
