/** A row of the call log: who it was, what came of it, and when. */
import { mdiChevronDown, mdiMicrophone, mdiNoteTextOutline, mdiStar } from "@mdi/js";
import { html, nothing } from "lit";
import { iconOf, toneOf, wordOf } from "../cards/call-words";
import { icon } from "../icons";
import { type ListedCall, numberOf, partyOf, type Row } from "../model/call-list";
import { clock } from "../model/duration";
import type { Translate } from "../texts";
import type { Surroundings } from "./details";

/** Return what a row shows while it is closed. */
export function rowHead({ calls }: Row, around: Surroundings, several: boolean) {
  const { t, time } = around;
  const [newest] = calls;
  const [main] = newest.records;
  const count = calls.length;
  const tone = toneOf(main);
  const party = partyOf(main);
  const word = wordOf(main);
  const number =
    main.name !== null && numberOf(main) !== null ? (main.readable ?? main.number) : null;
  const handsets = several ? handsetsOf(calls, around) : null;
  return html`
    <span class="icon ${tone}">${icon(iconOf(main))}</span>
    <span class="who">
      <span class="name ${tone === "missed" ? tone : ""}">
        <bdi>${party ?? t("withheld")}</bdi>
        ${
          count > 1
            ? html`<span class="times" aria-hidden="true">×${count}</span> <span class="words">${t("calls_folded", { count: String(count) })}</span>`
            : nothing
        }
      </span>
      <span class="facts"
        ><span class="text"
          >${word ? t(word) : ""}${number === null ? nothing : html`${word ? " · " : ""}<bdi dir="ltr">${number}</bdi>`}${
            handsets ? html`${word || number !== null ? " · " : ""}<bdi>${handsets}</bdi>` : nothing
          }</span
        >${marks(calls, t)}</span
      >
    </span>
    <span class="when">
      <span class="time">${time(newest.at)}</span>
      ${main.duration ? clock(main.duration) : nothing}
    </span>
    <span class="chevron">${icon(mdiChevronDown)}</span>
  `;
}

/** Show what there is to hear and to read. */
function marks(calls: readonly ListedCall[], t: Translate) {
  const records = calls.flatMap((call) => call.records);
  const rating = Math.max(...records.map((each) => each.rating ?? 0));
  return html`
    ${records.some((each) => each.recording) ? html`${icon(mdiMicrophone)}<span class="words">${t("has_recording")}</span>` : nothing}
    ${records.some((each) => each.notes) ? html`${icon(mdiNoteTextOutline)}<span class="words">${t("notes")}</span>` : nothing}
    ${rating ? html`${icon(mdiStar)}<span aria-hidden="true">${rating}</span> <span class="words">${t("stars", { count: String(rating), most: "5" })}</span>` : nothing}
  `;
}

/** Return the first of the handsets that a row was at, and how many more these are. */
function handsetsOf(calls: readonly ListedCall[], { handset }: Surroundings): string | null {
  const took = calls.flatMap(({ records: [main, ...others] }) => [
    main,
    // Not those where others rang in vain, and not the other party itself.
    ...others.filter(
      ({ result, extension }) => result !== "answered_elsewhere" && extension !== main.number,
    ),
  ]);
  const [first, ...others] = new Set(took.flatMap((each) => handset(each) ?? []));
  return first === undefined ? null : others.length ? `${first} +${others.length}` : first;
}
