"""A witness of the day, who knows what must be shown and reported."""

from collections import Counter
from collections.abc import Collection, Container
from datetime import datetime

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import EVENT_STATE_CHANGED, STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import Event, EventStateChangedData, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.util import dt as dt_util

from .story import Story
from .trial import Trial
from .truth import out, shown, wrong

# Seconds that the wall clock may jump before a call's start is corrected, plus a margin.
_JUMP = 70
_TOLD = ("number", "duration", "old_ip", "new_ip")


class Witness:
    """Compare what Home Assistant shows and reports with what happened."""

    def __init__(self, trial: Trial, extensions: Collection[str]) -> None:
        self.ever_told: Counter[str] = Counter()
        self._trial = trial
        self._stories = {extension: Story(extension) for extension in extensions}
        self._told: Counter[tuple[str, str]] = Counter()
        self._told_at: dict[str, str] = {}
        self._unexplained: list[object] = []
        # Handsets whose story Home Assistant knows up to the last poll.
        self._followed: set[str] = set()
        trial.hass.bus.async_listen(EVENT_STATE_CHANGED, self._hear)
        self.note()

    def note(self) -> None:
        """Record what the handsets are doing now."""
        for story in self._stories.values():
            story.note(self._trial.account)

    def begin_anew(self, *extensions: str) -> None:
        """Expect nothing from the next poll: Home Assistant does not know what came before it."""
        self._followed.difference_update(extensions or [*self._stories])

    def check(
        self, asked: Collection[str], *, in_trouble: bool, stale: Container[str] = ()
    ) -> None:
        """Check what must be true after every step, for the handsets that Jingl was asked for.

        But for what may be stale, which may be as it was last known. Where handsets take turns,
        nothing is demanded of the others, nor of what counts them all: not even of one that is
        gone by now, before it was asked for.
        """
        assert self._unexplained == [], self._unexplained
        trial = self._trial
        if not self.is_loaded or not trial.entry.runtime_data.coordinator.last_update_success:
            return
        states = shown(trial.hass)
        known = {e for e in asked if states.get(f"{e}_busy", STATE_UNAVAILABLE) in {"on", "off"}}
        if not in_trouble:
            for extension in known:
                story = self._stories[extension]
                if extension in self._followed:
                    demanded = {kind: self._told[extension, kind] for kind in story.demands()}
                    assert demanded == dict.fromkeys(demanded, 1), (extension, story.lately)
                story.known()
        self._told.clear()
        self._followed = {e for e in self._followed | known if f"{e}_busy" in states}
        counted = {*trial.entry.runtime_data.coordinator.data}
        is_whole = known >= self.existing and counted <= {*asked}
        subjects = {*known, "active", "ringing", "registered"} if is_whole else known
        found = self._wrong(subjects, in_words=in_trouble, stale=stale)
        assert found == {}, found

    def check_all_is_known(self) -> None:
        """Check that everything, including devices, is right and nothing is unavailable."""
        trial = self._trial
        assert self.is_loaded
        assert trial.forms == []
        assert self._wrong() == {}
        assert out(trial.hass, trial.account) == set()
        registry = dr.async_get(trial.hass)
        devices = {
            identifier.removeprefix("mycompany_")
            for device in dr.async_entries_for_config_entry(registry, trial.entry.entry_id)
            for _, identifier in device.identifiers
        }
        wanted = self.existing | {"mycompany"}
        # Only a list can show that a handset is gone, if it still has one that the user chose.
        options = trial.entry.options
        own = {*options["handsets"]}.difference(options.get("arrived", ()))
        can_tell = trial.account.endpoints.handset_list and (not own or own & self.existing)
        assert devices == wanted or (devices > wanted and not can_tell), (devices, wanted)

    @property
    def is_loaded(self) -> bool:
        """Return whether the account is loaded."""
        return self._trial.entry.state is ConfigEntryState.LOADED

    @property
    def existing(self) -> set[str]:
        """Return the followed handsets that exist."""
        return {*self._trial.entry.options["handsets"]} & {*self._trial.account.handsets}

    @callback
    def _hear(self, event: Event[EventStateChangedData]) -> None:
        """Record what an event entity reports, and whether it happened."""
        state = event.data["new_state"]
        entity = er.async_get(self._trial.hass).async_get(event.data["entity_id"])
        if state is None or entity is None or state.domain != "event":
            return
        # A return from unavailable is no event.
        if state.state in {STATE_UNAVAILABLE, STATE_UNKNOWN, self._told_at.get(state.entity_id)}:
            return
        self._told_at[state.entity_id] = state.state
        extension, kind = entity.unique_id.split("_")[1], state.attributes["event_type"]
        self._told[extension, kind] += 1
        self.ever_told[kind] += 1
        self.note()
        story = self._stories[extension]
        if not story.explains(kind, state.attributes):
            told = {key: state.attributes.get(key) for key in _TOLD}
            self._unexplained.append((extension, kind, told, story.lately))

    def _wrong(
        self,
        subjects: Container[str] | None = None,
        *,
        in_words: bool = False,
        stale: Container[str] = (),
    ) -> dict[str, object]:
        """Return what is neither right nor unavailable, optionally for some handsets only.

        A call's start is derived from what was observed, and may happen to be another call's, but
        not from before the handset was last idle.
        """
        found = wrong(self._trial.hass, self._trial.account, in_words=in_words, stale=stale)
        return {
            key: states
            for key, states in found.items()
            if subjects is None or key.partition("_")[0] in subjects
            if not key.endswith("call_started") or not self._may_have_begun(key, *states)
        }

    def _may_have_begun(self, key: str, shown: str, truth: str | None) -> bool:
        """Return whether a handset's call may have begun at the time shown."""
        if truth is None or STATE_UNKNOWN in {shown, truth}:
            return False
        lasts = dt_util.utcnow() - datetime.fromisoformat(shown)
        story = self._stories[key.partition("_")[0]]
        return story.may_last(lasts.total_seconds(), give_or_take=_JUMP)
