/** The languages that the cards speak. */
export const LANGUAGES = [
  "ar",
  "de",
  "el",
  "en",
  "es",
  "fr",
  "it",
  "ja",
  "nl",
  "vi",
  "zh-Hans",
] as const;

/** Return the file for one of Home Assistant's languages; English for what there is none. */
export function languageFile(language: string): string {
  const names: readonly string[] = LANGUAGES;
  const general = language.split("-")[0] ?? language;
  return [language, general].find((name) => names.includes(name)) ?? "en";
}
