/** Whether a text is a number as `numberSql` reads it, or one with groups of digits, a decimal comma, a unit. */
export function isNumberLike(text: string): boolean {
  return /^[+-]?[$€£¥]? ?(\d[\d.,'  ]*|\.\d+)([eE][+-]?\d+)? ?[%€$£¥]?$/.test(text.trim());
}
