/** Remembers what was last made, for as long as it would be made from the same. */
export class Memo<T> {
  private last: { readonly from: readonly unknown[]; readonly made: T } | null = null;

  of(from: readonly unknown[], make: () => T): T {
    if (!this.last || from.some((each, index) => each !== this.last?.from[index])) {
      this.last = { from, made: make() };
    }
    return this.last.made;
  }
}
