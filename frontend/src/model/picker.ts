/** What the card picker offers for an entity. */

export type Entities = Readonly<
  Record<string, { readonly platform?: string; readonly device_id?: string } | undefined>
>;

export interface CardConfig {
  readonly type: string;
  readonly handsets?: readonly string[];
}

/** Return a card with the entity's handset, and one with all of them; null for what is not ours. */
export function configsFor(
  entities: Entities,
  entityId: string,
  type: string,
): CardConfig[] | null {
  const { platform, device_id } = entities[entityId] ?? {};
  if (platform !== "jingl") {
    return null;
  }
  // The account's own device has no event.
  const isHandset = Object.entries(entities).some(
    ([id, each]) => id.startsWith("event.") && each?.device_id === device_id,
  );
  return device_id && isHandset ? [{ type, handsets: [device_id] }, { type }] : [{ type }];
}
