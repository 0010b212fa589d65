/** Whether a value from outside has fields: an object that is no list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** For readers that go on with what is there: the fields of an object, and none of anything else. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}

/** The same for text: empty where the value is none. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
