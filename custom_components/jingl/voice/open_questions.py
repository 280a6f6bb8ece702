"""Keep track of the open questions in this Home Assistant."""

from asyncio import TimerHandle
from collections.abc import Callable
from dataclasses import replace
from time import monotonic

from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.helpers.chat_session import current_session

from .choices import Deed
from .phones import Speaker, with_user
from .questions import Asker, Question, Questions
from .reply import Reply, ReplyKind

type _Meant = tuple[Speaker, Deed]
"""Who was asked, and what to do for an answer."""


def asker_of(context: Context, satellite_id: str | None, device_id: str | None) -> Asker:
    """Return who is speaking and where."""
    session = current_session.get()
    return Asker(
        user_id=context.user_id,
        conversation_id=session.conversation_id if session else None,
        place=satellite_id or device_id,
    )


class OpenQuestions:
    """The open questions; each expires after a minute."""

    def __init__(self, hass: HomeAssistant, changed: Callable[[], None]) -> None:
        self._hass = hass
        self._changed = changed
        self._questions: Questions[_Meant] = Questions()
        self._timer: TimerHandle | None = None

    @property
    def sentences(self) -> list[str]:
        """Return all answers as hassil templates."""
        return self._questions.sentences

    @callback
    def follow_up(self, asker: Asker, speaker: Speaker, reply: Reply | None = None) -> None:
        """Drop the asker's earlier question, and wait for an answer if this reply asks one."""
        self._questions.drop(asker)
        can_answer = asker.conversation_id or asker.place
        if reply and reply.choices and can_answer:
            choices = [replace(choice, meant=(speaker, choice.meant)) for choice in reply.choices]
            no = speaker, _drop
            question = Question(asker, choices, speaker.language, no=no, now=monotonic())
            self._questions.ask(question)
        self._look()

    @callback
    def clear(self) -> None:
        """Drop all questions."""
        self._questions.clear()
        self._look()

    async def answer(self, asker: Asker, said: str, context: Context) -> str | None:
        """Do what was chosen, and return the reply; None if this isn't an answer from the asker."""
        meant = self._questions.take(asker, said, monotonic())
        self._look()
        if meant is None:
            return None
        speaker, deed = meant
        # Their permissions may have changed, so look them up again.
        speaker = await with_user(self._hass, replace(speaker, context=context))
        reply = await deed(self._hass, speaker)
        self.follow_up(asker, speaker, reply)
        return reply.speech

    @callback
    def _look(self) -> None:
        """Report the current questions, and look again when the next one expires."""
        if self._timer:
            self._timer.cancel()
            self._timer = None
        if end := self._questions.next_end:
            self._timer = self._hass.loop.call_later(max(0, end - monotonic()), self._expire)
        self._changed()

    @callback
    def _expire(self) -> None:
        self._questions.expire(monotonic())
        self._look()


async def _drop(hass: HomeAssistant, speaker: Speaker) -> Reply:
    return Reply(ReplyKind.DONE, speaker.language.replies.dropped)
