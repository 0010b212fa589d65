"use strict"; let …, _stack$7, _error$7, _hasError$7;
void 0; {
  void (_stack$7 = []);
  try {
    const file = __using$7(_stack$7, open());
    file.size;
  } catch (_) {
    void (_error$7 = _, _hasError$7 = true);
  } finally {
    __callDispose$7(_stack$7, _error$7, _hasError$7);
  }
}
// declares: 
// free: open
// hides: 
