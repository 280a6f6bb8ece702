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
  if (entities[entityId]?.platform !== "jingl") {
    return null;
  }
  const device = handsetOf(entities, entityId);
  return device ? [{ type, handsets: [device] }, { type }] : [{ type }];
}

/** Return the device of one of our handsets; null for an entity of anything else. */
export function handsetOf(entities: Entities, entityId: string): string | null {
  const { platform, device_id } = entities[entityId] ?? {};
  // The account's own device has no event.
  const isHandset = Object.entries(entities).some(
    ([id, each]) => id.startsWith("event.") && each?.device_id === device_id,
  );
  return platform === "jingl" && device_id && isHandset ? device_id : null;
}
