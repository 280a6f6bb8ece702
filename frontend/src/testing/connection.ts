/** Home Assistant's connection for the tests. */
import { vi } from "vitest";
import type { Connection } from "../home-assistant";
import type { Message } from "../live/subscription";

interface Asked {
  readonly message: Message;
  readonly tell: (event: unknown) => void;
  readonly unsubscribe: () => Promise<void>;
}

/** Answers each subscription at once with what there is for its type; else when the test tells. */
export class FakeConnection implements Connection {
  readonly asked: Asked[] = [];
  readonly listeners = new Set<() => void>();
  readonly sent = vi.fn(async (_message: Message): Promise<unknown> => null);
  isReady = true;

  constructor(private readonly answers: Readonly<Record<string, unknown>> = {}) {}

  async subscribeMessage<T>(
    callback: (event: T) => void,
    message: Message,
  ): Promise<() => Promise<void>> {
    if (!this.isReady) {
      throw { code: "unknown_command" };
    }
    const unsubscribe = vi.fn(async () => undefined);
    const tell = callback as Asked["tell"];
    this.asked.push({ message, tell, unsubscribe });
    if (Object.hasOwn(this.answers, message.type)) {
      tell(this.answers[message.type]);
    }
    return unsubscribe;
  }

  sendMessagePromise<T>(message: Message): Promise<T> {
    return this.sent(message) as Promise<T>;
  }

  addEventListener(_: string, callback: () => void): void {
    this.listeners.add(callback);
  }

  removeEventListener(_: string, callback: () => void): void {
    this.listeners.delete(callback);
  }

  reconnect(): void {
    for (const listener of this.listeners) {
      listener();
    }
  }
}
