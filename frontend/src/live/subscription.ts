/** What Home Assistant tells of one thing: one subscription for all cards of a page. */
import type { Connection } from "../home-assistant";

/** What is known of it by now. */
export type Told<Known> =
  | { readonly kind: "loading" }
  /** The integration is not there, or not yet. */
  | { readonly kind: "absent" }
  | ({ readonly kind: "known" } & Known);

/** What a subscription is asked for. */
export type Message = { readonly type: string } & Readonly<Record<string, unknown>>;

type Listener = () => void;

/** Cards that come soon need not ask again. */
const LINGER = 10_000;

export abstract class Subscription<Event, Known extends object> {
  current: Told<Known> = { kind: "loading" };
  private readonly listeners = new Set<Listener>();
  private unsubscribe: (() => Promise<void>) | null = null;
  /** What is asked now; an answer to what was asked before comes too late. */
  private attempt: object | null = null;

  constructor(protected readonly connection: Connection) {}

  /** Return what to ask for. */
  protected abstract message(): Message;

  /** Return what is known now that this is told. */
  protected abstract read(event: Event): Known;

  add(listener: Listener): void {
    if (!this.listeners.size) {
      this.connection.addEventListener("ready", this.subscribe);
      void this.subscribe();
    }
    this.listeners.add(listener);
  }

  remove(listener: Listener): void {
    if (this.listeners.delete(listener) && !this.listeners.size) {
      this.connection.removeEventListener("ready", this.subscribe);
      this.attempt = null;
      void this.unsubscribe?.().catch(() => undefined);
      this.unsubscribe = null;
      this.ended();
    }
  }

  /** Go on for a moment, whoever else listens, for those who come soon. */
  linger(listener: Listener = () => undefined): void {
    this.add(listener);
    setTimeout(() => this.remove(listener), LINGER);
  }

  /** Return once something is told, or that much time has passed. */
  told(milliseconds: number): Promise<void> {
    const isTold = this.listeners.size > 0 && this.current.kind !== "loading";
    return new Promise((resolve) => {
      this.linger(() => resolve());
      if (isTold) {
        resolve();
      } else {
        setTimeout(resolve, milliseconds);
      }
    });
  }

  /** Ask again if nothing answered before, since the integration may only now be set up. */
  retry(): void {
    if (this.listeners.size && this.current.kind === "absent" && !this.attempt) {
      void this.subscribe();
    }
  }

  /** Do what is left to do once nobody listens any more. */
  protected ended(): void {}

  /**
   * Subscribe, also after each reconnection. The connection would do that by itself, but would give
   * up for good if the integration is not there yet, as it is while Home Assistant starts.
   */
  private readonly subscribe = async (): Promise<void> => {
    const attempt = {};
    this.attempt = attempt;
    this.unsubscribe = null;
    try {
      const unsubscribe = await this.connection.subscribeMessage<Event>(
        (event) => {
          if (this.attempt === attempt) {
            this.publish({ kind: "known", ...this.read(event) });
          }
        },
        this.message(),
        { resubscribe: false },
      );
      if (this.attempt === attempt) {
        this.unsubscribe = unsubscribe;
      } else {
        await unsubscribe().catch(() => undefined);
      }
    } catch {
      if (this.attempt === attempt) {
        this.attempt = null;
        this.publish({ kind: "absent" });
      }
    }
  };

  private publish(told: Told<Known>): void {
    this.current = told;
    for (const listener of this.listeners) {
      listener();
    }
  }
}
