/** What was drawn, and what was pressed, when the finger or the key went down: that is what is meant. */
import type { ReactiveController, ReactiveControllerHost } from "lit";

/** What does something when it is pressed. */
const CONTROLS = "button, label, [role=option]";

/** All of the page, since a finger may go down beside the card and up on what slid under it. */
const EVENTS = ["pointerdown", "pointercancel", "keydown", "keyup", "click"] as const;

interface Down<Drawn> {
  readonly drawn: Drawn;
  readonly control: Element | null;
}

export class Press<Drawn> implements ReactiveController, EventListenerObject {
  /** None for a click without a finger or a key, as a screen reader or a voice makes it. */
  private down: Down<Drawn> | null = null;

  constructor(
    private readonly host: ReactiveControllerHost & Element,
    private readonly look: () => Drawn,
    /** Is told of a click that was stopped. */
    private readonly missed: (event: Event) => void,
  ) {
    host.addController(this);
  }

  /** What was drawn when it began. */
  get drawn(): Drawn | null {
    return this.down?.drawn ?? null;
  }

  hostConnected(): void {
    for (const name of EVENTS) {
      // First of all, since what is pressed may act by itself, as a field does on Enter.
      window.addEventListener(name, this, true);
    }
  }

  hostDisconnected(): void {
    for (const name of EVENTS) {
      window.removeEventListener(name, this, true);
    }
    this.down = null;
  }

  handleEvent(event: Event): void {
    switch (event.type) {
      case "pointerdown":
        this.begin(event);
        break;
      case "keydown":
        this.key(event as KeyboardEvent);
        break;
      case "click":
        this.click(event);
        this.endSoon();
        break;
      case "keyup":
        this.endSoon();
        break;
      case "pointercancel":
        this.down = null;
        break;
    }
  }

  private begin(event: Event): void {
    this.down = { drawn: this.look(), control: controlOf(event) };
  }

  private key(event: KeyboardEvent): void {
    if (event.key !== "Enter" && event.key !== " ") {
      return;
    }
    if (!event.repeat) {
      this.begin(event);
    } else if (event.key === "Enter" && controlOf(event) && this.isInside(event)) {
      // A key that is held down is one press.
      event.preventDefault();
    }
  }

  /** A touch's click goes to what is under the finger when it goes up. */
  private click(event: Event): void {
    const control = controlOf(event);
    if (this.down && control && this.isInside(event) && control !== this.down.control) {
      event.preventDefault();
      event.stopPropagation();
      this.missed(event);
    }
  }

  /** End once all have done what they do with the event. */
  private endSoon(): void {
    const { down } = this;
    setTimeout(() => {
      if (this.down === down) {
        this.down = null;
      }
    });
  }

  private isInside(event: Event): boolean {
    return event.composedPath().includes(this.host);
  }
}

function controlOf(event: Event): Element | null {
  const elements = event.composedPath().filter((each) => each instanceof Element);
  return elements.find((each) => each.matches(CONTROLS)) ?? null;
}
