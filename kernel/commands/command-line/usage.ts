/** The user asked for something that a command does not take; the message names it. Ends with exit code 2. */
export class UsageError extends Error {}

/** Of a command that needs one operand. */
export function onlyOperand(name: string): (operands: readonly string[]) => string {
  return ([first, second]) => {
    if (first === undefined) throw new UsageError(`${name} is missing.`);
    if (second !== undefined) throw new UsageError(`Only one ${name} can be given; there is also ${second}.`);
    return first;
  };
}

/** Of a command that has none. */
export function noOperands([first]: readonly string[]): void {
  if (first !== undefined) throw new UsageError(`Nothing belongs behind this command; there is ${first}.`);
}

/** Of a command that looks at them itself. */
export function anyOperands(operands: readonly string[]): readonly string[] {
  return operands;
}
