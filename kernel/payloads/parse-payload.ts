import { fieldsOf, type Parsed, parse, type Shape } from '../guards/index.ts';

/** A payload of version 1 if it fits its shape, else why it cannot be drawn, for the person who sees the output. */
export function parsePayload<Payload extends { readonly version: 1 }>(
  shape: Shape<Payload>,
  value: unknown,
): Parsed<Payload> {
  const { version } = fieldsOf(value);
  if (typeof version !== 'number' || version <= 1) return parse(shape, value, 'payload');
  return {
    ok: false,
    reason: `It was written by a newer Multitask Notebooks (version ${version}; this one draws version 1). Update the extension.`,
  };
}
