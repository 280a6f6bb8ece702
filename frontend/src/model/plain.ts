/** Return a text as it is compared: without capitals and accents. */
export function plain(value: string): string {
  return value
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .toLocaleLowerCase();
}
