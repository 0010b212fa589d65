"use strict"; let …, _stack$7, file, size, _error$7, _hasError$7;
void (_stack$7 = []);
try {
  void (file = __using$7(_stack$7, open()));
  void (size = file.size);
  size;
} catch (_) {
  void (_error$7 = _, _hasError$7 = true);
} finally {
  __callDispose$7(_stack$7, _error$7, _hasError$7);
}
// declares: const file, const size
// free: open
// hides: 
