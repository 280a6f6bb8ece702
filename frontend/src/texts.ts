/** What the cards say, in the user's language. */
import english from "./languages/en.json";
import { fill } from "./model/fill";
import { languageFile } from "./model/language";

export type Key = keyof typeof english;

/** Returns a text; placeholders are words in braces. */
export type Translate = (key: Key, placeholders?: Readonly<Record<string, string>>) => string;

type Texts = Readonly<Partial<Record<Key, string>>>;

const loaded = new Map<string, Promise<Texts>>();
const ready = new Map<string, Texts>([["en", english]]);

/** Return the texts of a language as far as they are here; `loadTexts` brings the rest. */
export function textsOf(language: string): Translate {
  const texts = ready.get(languageFile(language)) ?? english;
  return (key, placeholders = {}) => fill(texts[key] ?? english[key], placeholders);
}

/** Bring a language; English is said if that fails. Returns whether anything changes by it. */
export async function loadTexts(language: string): Promise<boolean> {
  const file = languageFile(language);
  if (ready.has(file)) {
    return false;
  }
  let texts = loaded.get(file);
  if (!texts) {
    texts = fetchTexts(file);
    loaded.set(file, texts);
  }
  try {
    ready.set(file, await texts);
    return true;
  } catch {
    // The next card asks again: the server may have been away.
    loaded.delete(file);
    return false;
  }
}

async function fetchTexts(file: string): Promise<Texts> {
  const script = new URL(import.meta.url);
  // The version in the script's own address keeps an old language out, too.
  const url = new URL(`languages/${file}.json${script.search}`, script);
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(`${response.status}`);
  }
  return (await response.json()) as Texts;
}

/** Return the language where Home Assistant gives a card none, as in its editor. */
export function pageLanguage(): string {
  return document.documentElement.lang || "en";
}
