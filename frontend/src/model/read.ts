/** Reads what anybody may have written, such as Home Assistant's answers and what a browser keeps. */

export function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** Return an object's properties; none of what is no object. */
export function record(value: unknown): Readonly<Record<string, unknown>> {
  const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
  return isRecord ? (value as Record<string, unknown>) : {};
}

/** Return what is kept for an account, where something is for each. */
export function readFor(stored: unknown, entryId: string): unknown {
  return Object.entries(record(stored)).find(([key]) => key === entryId)?.[1];
}

/** Return what is to be kept, now that it is another thing for an account; undefined for nothing. */
export function writeFor(
  stored: unknown,
  entryId: string,
  value: unknown,
): Readonly<Record<string, unknown>> {
  const { [entryId]: _, ...others } = record(stored);
  return value === undefined ? others : { ...others, [entryId]: value };
}
