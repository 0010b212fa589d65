/** What an error says. Anything can be thrown; what is no error says itself. */
export function errorMessage(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
