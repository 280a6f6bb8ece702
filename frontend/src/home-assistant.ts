/** As much of Home Assistant's frontend as the cards use; all of it is what custom cards are given. */

export interface EntityState {
  readonly entity_id: string;
  readonly state: string;
  readonly last_changed?: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export type States = Readonly<Record<string, EntityState | undefined>>;

export interface Connection {
  subscribeMessage<T>(
    callback: (message: T) => void,
    message: { readonly type: string } & Readonly<Record<string, unknown>>,
    options?: { readonly resubscribe?: boolean },
  ): Promise<() => Promise<void>>;
  sendMessagePromise<T>(
    message: { readonly type: string } & Readonly<Record<string, unknown>>,
  ): Promise<T>;
  addEventListener(name: "ready" | "disconnected", callback: () => void): void;
  removeEventListener(name: "ready" | "disconnected", callback: () => void): void;
}

export interface ServiceResponse {
  readonly context?: { readonly id?: string };
  readonly response?: unknown;
}

export interface Area {
  readonly name?: string;
  readonly icon?: string | null;
}

export interface HomeAssistant {
  readonly states: States;
  readonly entities: Readonly<
    Record<string, { platform?: string; device_id?: string } | undefined>
  >;
  readonly areas?: Readonly<Record<string, Area | undefined>>;
  readonly connection: Connection;
  readonly connected: boolean;
  readonly language: string;
  readonly locale: {
    readonly number_format?: string;
    readonly time_format?: string;
    readonly time_zone?: string;
  };
  readonly config: { readonly time_zone?: string; readonly components: readonly string[] };
  readonly user?: { readonly id: string; readonly is_admin?: boolean };
  callService(
    domain: string,
    service: string,
    data: Readonly<Record<string, unknown>>,
    target: { readonly device_id?: string; readonly entity_id?: string },
    notifyOnError: boolean,
    returnResponse: boolean,
  ): Promise<ServiceResponse>;
  callWS<T>(message: { readonly type: string } & Readonly<Record<string, unknown>>): Promise<T>;
  loadBackendTranslation(category: string, integration: string): Promise<Localise>;
}

export type Localise = (key: string, placeholders?: Readonly<Record<string, string>>) => string;
