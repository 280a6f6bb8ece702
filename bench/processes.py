"""Run a function in a process of its own."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
import logging
import multiprocessing
from typing import Final

# These take seconds to import, so import them once in the process that all others fork from.
_PRELOADED: Final = [
    "bench.action",
    "bench.call_log",
    "bench.latency",
    "bench.lifecycle",
    "bench.refresh",
    "bench.voice",
]


def alone[**P, T](function: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
    """Call a function in a clean process, and return its result.

    An earlier measurement mustn't leave anything in memory, since Python's garbage collections go
    through all of it.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    quiet = partial(logging.basicConfig, level=logging.ERROR)
    with ProcessPoolExecutor(1, mp_context=context, initializer=quiet) as process:
        return process.submit(function, *arguments, **options).result()
