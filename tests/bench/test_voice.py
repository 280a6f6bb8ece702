"""The benchmarks' sentences get the replies a user would get."""

import asyncio
from pathlib import Path
import sys

from bench.voice import _SAID

ROOT = Path(__file__).parents[2]

SCRIPT = """
from bench import voice
from homeassistant.helpers import intent

replies = []
handle = intent.async_handle


async def listen(*arguments, **options):
    response = await handle(*arguments, **options)
    replies.append(response.speech["plain"]["speech"])
    return response


async def run(meter):
    return await voice._run(50, 1, meter)


if __name__ == "__main__":
    intent.async_handle = listen
    figures = voice.in_metered_loop(run)
    assert min(figures.values()) > 0
    print(*dict.fromkeys(replies), sep="\\n")
"""

# The start of each reply, in the order of the sentences.
REPLIES = [
    "Calling Ben Baker, 0491 000 ",
    "I don't know anyone called Bun Backer. Did you mean Ben Baker?",
    "I don't know a phone called Anna Abbit. Did you mean Anna Abbott?",
    "Which phone should I use: Anna Abbott, Ben Abbott, Carla Abbott, ",
    "I'm not allowed to call mobile numbers",
    "I don't know anyone called Dan from Cooper from Elvans.",
    "I didn't understand that.",
    "Anna Abbott is calling Ben Baker. ",
    "Anna Abbott is calling Ben Baker.",
    "One missed call: ",
    "Nobody called last Monday.",
    "Ben Baker didn't call in the last 30 days.",
    "Anna Abbott didn't talk to Ben Baker in the last 30 days.",
]


async def test_each_sentence_is_looked_up_among_many_names(tmp_path: Path) -> None:
    file = tmp_path / "speak.py"
    file.write_text(SCRIPT, encoding="utf-8")
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        file,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, errors = await process.communicate()
    assert process.returncode == 0, errors.decode()
    replies = output.decode().splitlines()
    assert len(replies) == len(_SAID) == len(REPLIES)
    for reply, beginning in zip(replies, REPLIES, strict=True):
        assert reply.startswith(beginning)
