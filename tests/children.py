"""Processes that benches and the soak start beside themselves, and talk to."""

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess


def begin_child(target: Callable[..., None], *arguments: object) -> tuple[BaseProcess, Connection]:
    """Run ``target`` in a new process, which ends with this one at the latest.

    It is given its end of a line, then ``arguments``. Whoever waits at the other end hears by an
    ``EOFError`` when it ended without a word.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=target, args=(theirs, *arguments), daemon=True)
    process.start()
    theirs.close()
    return process, ours
