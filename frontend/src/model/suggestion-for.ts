/** What the card picker offers for an entity. */

interface Entity {
  readonly platform?: string;
  readonly device_id?: string;
}

export interface CardConfig {
  readonly type: string;
  readonly handsets?: readonly string[];
}

/** Return a card with the entity's handset, and one with all of them; null for what is not ours. */
export function configsFor(entity: Entity | undefined, type: string): CardConfig[] | null {
  if (entity?.platform !== "jingl") {
    return null;
  }
  return [...(entity.device_id ? [{ type, handsets: [entity.device_id] }] : []), { type }];
}
