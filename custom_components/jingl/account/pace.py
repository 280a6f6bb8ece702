"""Keep track of what decides when to ask Jingl; `polling` has the rules."""

from collections.abc import Mapping
from time import monotonic
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.util.hass_dict import HassKey

from ..api import JinglAuthenticationError, JinglRateLimitError
from ..const import DOMAIN
from .rota import Budget

# The longest wait, whatever Retry-After says.
LONGEST_WAIT: Final = 15 * 60.0

# During that wait people may still act, but only this often.
_ACTION_EVERY: Final = 60.0

# One refused login may be a hiccup of the server; believe it if the login is refused again after
# this long.
_SECOND_REFUSAL_AFTER: Final = 10.0

# A refused login may start to work again without anybody re-entering it.
TRY_LOGIN_EVERY: Final = 30 * 60.0


class Pace:
    """Notes when somebody acted, what was sent, and when Jingl asked us to wait.

    Survives reloads and set-up retries, which would otherwise get around its limits, but not a
    change of login.
    """

    def __init__(self, login: Mapping[str, Any]) -> None:
        self.login = login
        self.acted_at: float | None = None
        self.budget = Budget()
        """How many requests may be sent when each handset needs its own."""
        self._rate_limited_at: float | None = None
        self._not_before = 0.0
        self._sent_action_at: float | None = None
        self._refused_at: float | None = None
        self._try_login_at: float | None = None

    @property
    def since_rate_limit(self) -> float | None:
        """Return how many seconds ago Jingl last asked for fewer requests; None for never."""
        return since(self._rate_limited_at)

    @property
    def is_left_alone(self) -> bool:
        """Return whether we send no reads because Jingl asked us to wait."""
        return self._not_before > monotonic()

    @property
    def is_login_refused(self) -> bool:
        """Return whether Jingl has refused the login repeatedly and not accepted it since."""
        return self._try_login_at is not None

    @property
    def until_login(self) -> float:
        """Return how many seconds to wait before trying a refused login again."""
        return max(0.0, (self._try_login_at or 0.0) - monotonic())

    def note_action(self) -> None:
        """Note that somebody acts on a call."""
        self.acted_at = monotonic()

    def note_rate_limit(self, retry_after: float | None) -> None:
        """Note that Jingl wants fewer requests, and none for `retry_after` seconds."""
        self._rate_limited_at = monotonic()
        self._not_before = self._rate_limited_at + min(retry_after or 0.0, LONGEST_WAIT)

    def note_slow_down(self) -> None:
        """Note that Jingl wants fewer requests, but of something that polls need not wait for."""
        self._rate_limited_at = monotonic()

    def note_refused_login(self) -> bool:
        """Note that Jingl refused the login; return whether to believe it."""
        now = monotonic()
        if self._refused_at is None:
            self._refused_at = now
        if not self.is_login_refused and now - self._refused_at < _SECOND_REFUSAL_AFTER:
            return False
        self._try_login_at = now + TRY_LOGIN_EVERY
        return True

    def note_accepted_login(self) -> bool:
        """Note that Jingl accepted the login; return whether we had believed a refusal."""
        was_refused, self._refused_at, self._try_login_at = self.is_login_refused, None, None
        return was_refused

    def check_may_ask(self) -> None:
        """Raise a JinglError while Jingl wants us to wait, or refuses the login."""
        if (wait := self._not_before - monotonic()) > 0:
            raise JinglRateLimitError(f"asked to wait for another {wait:.0f} s", retry_after=wait)
        if wait := self.until_login:
            raise JinglAuthenticationError(f"refused the login, tried again in {wait:.0f} s")

    def check_may_act(self) -> None:
        """Raise JinglRateLimitError if Jingl wants us to wait and somebody has just acted.

        Sends one action a minute whatever the server wants, because people are waiting at a phone.
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
    """Return an account's pace, which stays the same until its login changes."""
    paces = hass.data.setdefault(_PACES, {})
    pace = paces.get(entry.entry_id)
    if pace is None or pace.login != entry.data:
        pace = paces[entry.entry_id] = Pace(entry.data)
    return pace


def forget_pace(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Forget the pace of a removed account."""
    hass.data.get(_PACES, {}).pop(entry.entry_id, None)


def since(moment: float | None) -> float | None:
    """Return how many seconds ago a monotonic time was; None for never."""
    return None if moment is None else monotonic() - moment
