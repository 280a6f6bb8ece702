/** A letter of a script that is written from right to left. */
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u;

const LEFT_TO_RIGHT_ISOLATE = "\u2066";
const FIRST_STRONG_ISOLATE = "\u2068";
const POP_ISOLATE = "\u2069";

/** Return a text with its placeholders filled; what is filled in is never looked at again. */
export function fill(text: string, placeholders: Readonly<Record<string, string>>): string {
  const isMixed = [text, ...Object.values(placeholders)].some((each) => RIGHT_TO_LEFT.test(each));
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = Object.hasOwn(placeholders, name) ? placeholders[name] : undefined;
    return value === undefined ? whole : isMixed ? isolated(value) : value;
  });
}

/** Return a value that keeps its own direction; the groups of a number are read from the left. */
function isolated(value: string): string {
  const start = /\p{Letter}/u.test(value) ? FIRST_STRONG_ISOLATE : LEFT_TO_RIGHT_ISOLATE;
  return start + value + POP_ISOLATE;
}
