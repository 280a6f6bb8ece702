/** Where a recording can be heard. */
import type { HomeAssistant } from "../home-assistant";
import { record, text } from "../model/read";

export type Resolved =
  | { readonly kind: "here"; readonly url: string }
  /** Home Assistant says why not, for people to read; null if it says nothing. */
  | { readonly kind: "not_here"; readonly why: string | null };

/** Ask Home Assistant for an address, which lasts for some time only. */
export async function resolve(hass: HomeAssistant, media_content_id: string): Promise<Resolved> {
  try {
    const type = "media_source/resolve_media";
    const url = text((await hass.callWS<{ url?: unknown }>({ type, media_content_id })).url);
    return url === null ? { kind: "not_here", why: null } : { kind: "here", url };
  } catch (error) {
    const { code, message } = record(error);
    // Other errors are for those who write software.
    return { kind: "not_here", why: code === "resolve_media_failed" ? text(message) : null };
  }
}
