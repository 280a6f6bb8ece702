"""The cloud: its accounts, their handsets, and everything that can happen to a call.

Every operation either happens or raises an `OperationError` and changes nothing.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
import time
from types import MappingProxyType

from .calls import (
    Application,
    Call,
    Clock,
    Party,
    PartyKind,
    Supervision,
    SupervisionMode,
    ring,
    voice_mail,
)
from .errors import BadParameterError, NoCallError, NoConnectedCallError, UnknownHandsetError
from .handsets import Direction, Handset, State, Status
from .records import Records

__all__ = [
    "VOICE_MAIL_NUMBER",
    "Account",
    "Cloud",
    "Direction",
    "Endpoints",
    "Handset",
    "State",
    "Status",
    "SupervisionMode",
]

# Where a handset hears its messages: usual in phone systems, not documented by the vendor.
VOICE_MAIL_NUMBER = "*97"

# From the vendor's example.
SIP_PASSWORD = "abc123"

DEFAULT_USERS = MappingProxyType({"john": "mypassword"})


@dataclass(slots=True, kw_only=True)
class Endpoints:
    """The endpoints that this account's server has; others answer `off_status`."""

    handset_list: bool = True
    status_list: bool = True
    handset: bool = True
    status: bool = True
    call_list: bool = False
    call: bool = False
    call_update: bool = False
    call_upload: bool = False
    call_recording: bool = False
    call_recording_delete: bool = False
    call_audio: bool = False
    off_status: int = 404


@dataclass(eq=False, slots=True, kw_only=True)
class Account:
    """One company's phones; `users` maps names to passwords."""

    domain: str
    clock: Clock
    users: dict[str, str]
    records: Records
    handsets: dict[str, Handset] = field(default_factory=dict)
    endpoints: Endpoints = field(default_factory=Endpoints)

    @property
    def calls(self) -> list[Call]:
        """Return every call that a handset is in, each once."""
        calls = (call for handset in self.handsets.values() for call in handset.calls)
        return list(dict.fromkeys(calls))

    def show_records(self, version: int = 1) -> None:
        """Switch on all endpoints of call records and recordings, in one version's format."""
        endpoints = self.endpoints
        endpoints.call_list = endpoints.call = True
        endpoints.call_update = endpoints.call_upload = True
        endpoints.call_recording = endpoints.call_recording_delete = endpoints.call_audio = True
        self.records.style.version = version

    def add_handset(
        self,
        extension: str,
        *,
        name: str | None = None,
        location: str = "",
        outgoing_cli: str = "",
        recording: bool = False,
        notes: str = "",
        sip_password: str = SIP_PASSWORD,
        address: str | None = "101.100.99.98:1234",
    ) -> Handset:
        """Add a handset, registered unless the address is None, and return it."""
        handset = Handset(
            number=extension,
            name=f"Extension {extension}" if name is None else name,
            location=location,
            outgoing_cli=outgoing_cli,
            recording=recording,
            notes=notes,
            sip_password=sip_password,
            address=address,
        )
        self.handsets[extension] = handset
        return handset

    def remove_handset(self, extension: str) -> None:
        """Remove a handset, which ends its calls."""
        self.handset(extension).drop_calls()
        del self.handsets[extension]

    def handset(self, extension: str) -> Handset:
        """Return a handset or raise UnknownHandsetError."""
        try:
            return self.handsets[extension]
        except KeyError:
            raise UnknownHandsetError(extension) from None

    def find(self, extension: str) -> Handset | None:
        """Return the requested handset, ignoring leading zeros and case."""
        return self.handsets.get(extension) or next(
            (each for each in self.handsets.values() if _bare(each.extension) == _bare(extension)),
            None,
        )

    def status(self, extension: str) -> Status:
        """Return what a handset is doing now."""
        return self.handset(extension).status()

    def incoming_call(self, caller: str, to: str) -> Call:
        """Let an outside party ring a handset.

        A handset that is busy or not registered does not ring: its voice mail answers, so the
        returned call has already ended for the account's handsets.
        """
        return ring(Party(number=caller), self.handset(to), self.clock, self.records.file)

    def incoming_group_call(self, caller: str, extensions: Collection[str]) -> list[Call]:
        """Let an outside party ring several handsets until one answers; return their calls.

        Only free handsets ring. If the caller gives up, or one handset declines, all stop.
        """
        party = Party(number=caller)
        free = [each for each in extensions if self.handset(each).reachable]
        calls = [ring(party, self.handset(each), self.clock, self.records.file) for each in free]
        for call in calls:
            call.rivals = [each for each in calls if each is not call]
        return calls

    def place_call(self, extension: str, number: str) -> Call:
        """Call a number from a handset, as `callcreate` does.

        An extension in the account rings; any other number is outside, even if it looks like
        an extension. If the extension is busy or not registered, its voice mail answers. If the
        handset is in a connected call, that goes on hold; a call not yet answered is cancelled.
        Raise BadParameterError when the number is empty or the handset is not registered.
        """
        handset = self.handset(extension)
        callee = self._party(number)
        if handset.address is None:
            raise BadParameterError(f"{extension} is not registered")
        previous = handset.active_call
        if previous is not None and previous.connected:
            previous.hold(handset)
        elif previous is not None:
            previous.end()
        return ring(handset, callee, self.clock, self.records.file)

    def answer(self, extension: str) -> Call:
        """Pick up a ringing handset."""
        call = self._ringing_call(self.handset(extension))
        call.connect()
        return call

    def remote_answer(self, extension: str) -> Call:
        """Let the outside party that this handset is calling pick up.

        If there is none, an outside supervisor of the handset's call picks up.
        """
        active = self._call(self.handset(extension))
        for call in (active, *active.supervisors):
            if not call.connected and call.callee.kind is PartyKind.OUTSIDE:
                call.connect()
                return call
        raise NoCallError(f"{extension} calls nobody outside")

    def hold(self, extension: str) -> None:
        """Put the connected call on hold."""
        handset = self.handset(extension)
        self._connected_call(handset).hold(handset)

    def resume(self, extension: str) -> None:
        """Resume the active call: the consulted one before the one below it."""
        handset = self.handset(extension)
        self._connected_call(handset).resume(handset)

    def hang_up(self, extension: str) -> None:
        """Leave the active call, decline a ringing one or cancel an outgoing one.

        During an attended transfer this connects the other two or, while the target still
        rings, leaves the other party to it as a blind transfer does. A call further below stays
        on hold until it is resumed.
        """
        handset = self.handset(extension)
        handset.leave(self._call(handset))

    def remote_hang_up(self, extension: str) -> None:
        """Let the other party leave the active call."""
        handset = self.handset(extension)
        call = self._call(handset)
        call.other(handset).leave(call)

    def transfer(self, extension: str, number: str, *, attended: bool) -> Call:
        """Transfer the connected call to a number.

        If attended, the first party goes on hold while the handset calls the number; hanging up
        completes it. If blind, the handset leaves at once and the other party calls the number. A
        busy target's voice mail answers. Once both parties are outside, the call leaves the
        account. The new call's duration starts when it is connected. Return the call that
        the target is in.
        """
        handset = self.handset(extension)
        target = self._party(number)
        call = self.connected_call(extension)
        call.hold(handset)
        consultation = ring(handset, target, self.clock, self.records.file)
        consultation.consults_for = call
        if attended:
            return consultation
        # A blind transfer is an attended one where the handset hangs up before anybody answers and
        # without placing a call.
        consultation.on_end = None
        return handset.leave(consultation)

    def supervise(self, extension: str, number: str, mode: SupervisionMode) -> Supervision:
        """Call a number and let it monitor, coach or barge in on the handset's connected call.

        To the supervisor it is a call like any other: an extension rings and answers.
        A busy extension cannot supervise: the returned supervision has already ended.
        """
        supervisor = self._party(number)
        call = self.connected_call(extension)
        supervision = Supervision(
            # The cloud itself calls, on behalf of the handset.
            caller=Application(number=extension, name=""),
            callee=supervisor,
            clock=self.clock,
            started_at=self.clock(),
            mode=mode,
            supervised=call,
        )
        if supervisor.kind is PartyKind.APPLICATION or not supervisor.reachable:
            supervision.end()
            return supervision
        call.supervisors.append(supervision)
        for party in supervision.parties:
            party.calls.append(supervision)
        return supervision

    def press_key(self, extension: str, key: str) -> None:
        """Press a key during the connected call; only a supervisor's keys have an effect."""
        call = self._connected_call(self.handset(extension))
        if isinstance(call, Supervision):
            call.press(key)

    def send_to_voicemail(self, extension: str) -> None:
        """Let voice mail answer the ringing call.

        The handset is idle at once, since only the caller is connected. A calling
        handset shows the application; with an outside caller, no handset is left in the call.
        """
        call = self._ringing_call(self.handset(extension))
        call.redirect(voice_mail(extension))
        call.connect()
        if not call.in_account:
            call.end()

    def connected_call(self, extension: str) -> Call:
        """Return the handset's call to a person, or raise NoConnectedCallError."""
        handset = self.handset(extension)
        call = self._connected_call(handset)
        if call.other(handset).kind is PartyKind.APPLICATION:
            raise NoConnectedCallError(f"{extension} is connected to an application")
        return call

    def _party(self, number: str) -> Party:
        number = number.strip()
        if not number:
            raise BadParameterError("the number is empty")
        if number == VOICE_MAIL_NUMBER:
            return voice_mail(number)
        return self.handsets.get(number) or Party(number=number)

    def _call(self, handset: Handset) -> Call:
        if handset.active_call is None:
            raise NoCallError(f"{handset.extension} is in no call")
        return handset.active_call

    def _ringing_call(self, handset: Handset) -> Call:
        call = self._call(handset)
        if call.connected or call.callee is not handset:
            raise NoCallError(f"{handset.extension} does not ring")
        return call

    def _connected_call(self, handset: Handset) -> Call:
        call = handset.active_call
        if call is None or not call.connected:
            raise NoConnectedCallError(f"{handset.extension} is in no connected call")
        return call


def _bare(extension: str) -> str:
    return extension.lstrip("0").lower()


def _wall_clock() -> float:
    return time.time()  # looked up on each call, because freezing the time replaces it


@dataclass(eq=False, slots=True)
class Cloud:
    """Every account by its short domain, the clock that times calls, and the wall clock."""

    clock: Clock = time.monotonic
    accounts: dict[str, Account] = field(default_factory=dict)
    wall_clock: Clock = _wall_clock

    def add_account(
        self, domain: str = "mycompany", users: Mapping[str, str] = DEFAULT_USERS
    ) -> Account:
        """Add an account without handsets and return it."""
        account = Account(
            domain=domain,
            clock=self.clock,
            users=dict(users),
            records=Records(clock=self.clock, wall_clock=self.wall_clock),
        )
        self.accounts[domain] = account
        return account
