"""Running something in a process of its own."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
import logging
import multiprocessing
from typing import Final

# What takes seconds to import is imported once, by a process that all others are forked from.
_PRELOADED: Final = [
    "bench.action",
    "bench.latency",
    "bench.lifecycle",
    "bench.refresh",
    "bench.voice",
]


def alone[**P, T](function: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
    """Call a function where nothing was before, and return its result.

    Nothing that an earlier measurement has left behind is to be in memory: Python's garbage
    collections go through all of it.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    quiet = partial(logging.basicConfig, level=logging.ERROR)
    with ProcessPoolExecutor(1, mp_context=context, initializer=quiet) as process:
        return process.submit(function, *arguments, **options).result()
