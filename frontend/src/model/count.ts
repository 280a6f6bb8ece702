/** Counts, in the number format that the user chose in Home Assistant. */

/** Home Assistant's own frontend takes these languages for its formats. */
const LANGUAGES: Readonly<Record<string, string | string[]>> = {
  comma_decimal: ["en-US", "en"],
  decimal_comma: ["de", "es", "it"],
  space_comma: ["fr", "sv", "cs"],
  quote_decimal: "de-CH",
};

export function writeCount(
  count: number,
  language: string,
  format: string | undefined = "language",
): string {
  if (format === "none") {
    return count.toLocaleString("en-US", { useGrouping: false });
  }
  return count.toLocaleString(format === "system" ? undefined : (LANGUAGES[format] ?? language));
}
