import { expect, test, vi } from "vitest";
import { home } from "../testing/office";
import { resolve } from "./recording";

const MEDIA = "media-source://jingl/entry/2026-11-27/7";

test("a recording is where Home Assistant says", async () => {
  const callWS = vi.fn(async () => ({
    url: "/api/jingl/recording/entry/7?authSig=x",
    mime_type: "audio/mpeg",
  }));
  expect(await resolve(home([], { callWS: callWS as never }), MEDIA)).toEqual({
    kind: "here",
    url: "/api/jingl/recording/entry/7?authSig=x",
  });
  expect(callWS).toHaveBeenCalledWith({
    type: "media_source/resolve_media",
    media_content_id: MEDIA,
  });
});

test.each([
  [{ code: "resolve_media_failed", message: "Not ready yet" }, "Not ready yet"],
  [{ code: "unknown_command", message: "Unknown command." }, null],
  [3, null],
])("of %o, only what is meant for people is told", async (error, why) => {
  const callWS = () => Promise.reject(error);
  expect(await resolve(home([], { callWS }), MEDIA)).toEqual({ kind: "not_here", why });
});

test("an answer without an address is none", async () => {
  const callWS = async () => ({}) as never;
  expect(await resolve(home([], { callWS }), MEDIA)).toEqual({ kind: "not_here", why: null });
});
