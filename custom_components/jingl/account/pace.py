"""What has happened that decides when Jingl is asked; `polling` says how."""

from collections.abc import Mapping
from time import monotonic
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.util.hass_dict import HassKey

from ..api import JinglAuthenticationError, JinglRateLimitError
from ..const import DOMAIN

# Jingl is not left alone for longer, whatever it wants.
LONGEST_WAIT: Final = 15 * 60.0

# While it wants to be left alone, people may still act, but not more often than this.
_ACTION_EVERY: Final = 60.0

# A login that is refused once may only have met a stumbling server; one that is refused again
# after this is refused.
_SECOND_REFUSAL_AFTER: Final = 10.0

# A login that was refused may be accepted again without anybody entering it anew.
TRY_LOGIN_EVERY: Final = 30 * 60.0


class Pace:
    """Notes when somebody acted, when all were asked, and when Jingl wanted to be left alone.

    It outlives reloads and attempts to set up, or these would be a way around it; another login is
    another story.
    """

    def __init__(self, login: Mapping[str, Any]) -> None:
        self.login = login
        self.acted_at: float | None = None
        self._swept_at: float | None = None
        self._rate_limited_at: float | None = None
        self._not_before = 0.0
        self._sent_action_at: float | None = None
        self._refused_at: float | None = None
        self._try_login_at: float | None = None

    @property
    def since_sweep(self) -> float:
        """Return how many seconds ago all handsets were asked for, 0 if they never were."""
        return since(self._swept_at) or 0.0

    @property
    def since_rate_limit(self) -> float | None:
        """Return how many seconds ago Jingl last wanted fewer requests, None for never."""
        return since(self._rate_limited_at)

    @property
    def is_left_alone(self) -> bool:
        """Return whether nothing is asked since Jingl wants to be left alone."""
        return self._not_before > monotonic()

    @property
    def is_login_refused(self) -> bool:
        """Return whether Jingl has refused the login more than once, and not accepted it since."""
        return self._try_login_at is not None

    @property
    def until_login(self) -> float:
        """Return in how many seconds a refused login is to be tried again."""
        return max(0.0, (self._try_login_at or 0.0) - monotonic())

    def note_action(self) -> None:
        """Note that somebody acts on a call."""
        self.acted_at = monotonic()

    def note_sweep(self) -> None:
        """Note that all handsets are being asked for."""
        self._swept_at = monotonic()

    def note_rate_limit(self, retry_after: float | None) -> None:
        """Note that Jingl wants fewer requests, and none for so many seconds."""
        self._rate_limited_at = monotonic()
        self._not_before = self._rate_limited_at + min(retry_after or 0.0, LONGEST_WAIT)

    def note_refused_login(self) -> bool:
        """Note that Jingl refused the login; return whether it has to be believed."""
        now = monotonic()
        if self._refused_at is None:
            self._refused_at = now
        if not self.is_login_refused and now - self._refused_at < _SECOND_REFUSAL_AFTER:
            return False
        self._try_login_at = now + TRY_LOGIN_EVERY
        return True

    def note_accepted_login(self) -> bool:
        """Note that Jingl accepts the login; return whether it was believed to be refused."""
        was_refused, self._refused_at, self._try_login_at = self.is_login_refused, None, None
        return was_refused

    def check_may_ask(self) -> None:
        """Raise a JinglError while Jingl wants to be left alone, or refuses the login."""
        if (wait := self._not_before - monotonic()) > 0:
            raise JinglRateLimitError(f"asked to wait for another {wait:.0f} s", retry_after=wait)
        if wait := self.until_login:
            raise JinglAuthenticationError(f"refused the login, tried again in {wait:.0f} s")

    def check_may_act(self) -> None:
        """Raise JinglRateLimitError if Jingl wants to be left alone and somebody just acted.

        People are in front of a phone: one action a minute is sent, whatever a server wants.
        """
        wait = self._not_before - monotonic()
        if wait <= 0:
            return
        sent = since(self._sent_action_at)
        if sent is not None and sent < _ACTION_EVERY:
            wait = min(wait, _ACTION_EVERY - sent)
            raise JinglRateLimitError(f"asked to wait for another {wait:.0f} s", retry_after=wait)
        self._sent_action_at = monotonic()


_PACES: HassKey[dict[str, Pace]] = HassKey(f"{DOMAIN}_paces")


def pace_of(hass: HomeAssistant, entry: ConfigEntry) -> Pace:
    """Return an account's pace, the same for as long as its login is."""
    paces = hass.data.setdefault(_PACES, {})
    pace = paces.get(entry.entry_id)
    if pace is None or pace.login != entry.data:
        pace = paces[entry.entry_id] = Pace(entry.data)
    return pace


def forget_pace(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Forget an account that is removed."""
    hass.data.get(_PACES, {}).pop(entry.entry_id, None)


def since(moment: float | None) -> float | None:
    """Return how many seconds ago a moment of the monotonic clock was, None for never."""
    return None if moment is None else monotonic() - moment
