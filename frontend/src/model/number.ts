/** Numbers as they are compared. */

/** Return a number without what only makes it readable, as it is dialled within Australia. */
export function comparable(number: string): string {
  return number
    .replace(/[\s.\p{Dash_Punctuation}\p{Format}]/gu, "")
    .replace(/^\+61(?:\(0\))?/, "0")
    .replace(/[()]/g, "")
    .toLowerCase();
}

export function sameNumber(one: string, other: string): boolean {
  return comparable(one) === comparable(other);
}
