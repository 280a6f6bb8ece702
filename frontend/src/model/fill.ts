/** Return a text with its placeholders filled; what is filled in is never looked at again. */
export function fill(text: string, placeholders: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(placeholders, name) ? (placeholders[name] ?? whole) : whole,
  );
}
