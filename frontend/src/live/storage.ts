/** What a browser keeps for a user of it. A browser that keeps nothing is no reason to fail. */
import type { HomeAssistant } from "../home-assistant";

export class Kept {
  value: unknown = null;
  private readonly name: string;
  /** Private windows may refuse; then it lasts as long as the page. */
  private isRefused = false;

  /** Another tab may change it, too. */
  constructor(key: string, { user }: HomeAssistant, changed: () => void) {
    this.name = `${key}_${user?.id ?? ""}`;
    this.load();
    addEventListener("storage", (event) => {
      // There is no key if all was cleared.
      if (event.key === null || event.key === this.name) {
        this.load();
        changed();
      }
    });
  }

  /** Change what is kept now, which another tab may just have written. */
  change(changed: (value: unknown) => unknown): void {
    this.load();
    this.value = changed(this.value);
    try {
      localStorage.setItem(this.name, JSON.stringify(this.value));
      this.isRefused = false;
    } catch {
      this.isRefused = true;
    }
  }

  private load(): void {
    if (this.isRefused) {
      return;
    }
    try {
      this.value = JSON.parse(localStorage.getItem(this.name) ?? "null");
    } catch {
      this.value = null;
    }
  }
}
