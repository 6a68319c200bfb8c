"""The barrier around each file: whatever goes wrong inside is a finding on that file.

The others go on. Compiled libraries may raise what is no `Exception` (a panic of Rust), and a
file can be made to use up the stack or the memory; none of that may stop the office's work.
"""

import os
import traceback
from collections.abc import Callable, Sequence
from typing import TypeVar

from ... import messages
from ...errors import IntakeError
from ...vocabulary import Finding
from .refuse import refuse

Made = TypeVar("Made")
Thing = TypeVar("Thing")

#: what is not about a file
_OTHERS = (KeyboardInterrupt, SystemExit, GeneratorExit)


def guarded(file: str, step: Callable[[], Made]) -> Made | IntakeError:
    """What a step on one file gives, or why that file is not used."""
    try:
        return step()
    except IntakeError as error:
        return error
    except _OTHERS:
        raise
    except BaseException as error:
        if os.environ.get("SHUANGKONG_DEBUG"):
            traceback.print_exception(error)
        return refuse(messages.READING_FAILED, file, detail=_said(error))


def _said(error: BaseException) -> str:
    if isinstance(error, MemoryError):
        return "内存不足"
    if isinstance(error, RecursionError):
        return "层次过深"
    return type(error).__name__


def together(
    things: Sequence[Thing],
    name: Callable[[Thing], str],
    work: Callable[[Sequence[Thing]], Made],
    faults: list[Finding],
) -> Made:
    """Work on all files at once; where it fails, on all but those that make it fail alone.

    These are named in `faults`. A failure that is no single file's goes on to the caller.
    """
    try:
        return work(things)
    except _OTHERS:
        raise
    except BaseException:
        good = []
        for thing in things:
            alone = guarded(name(thing), lambda thing=thing: work([thing]))  # type: ignore[misc]
            if isinstance(alone, IntakeError):
                faults.extend(alone.findings)
            else:
                good.append(thing)
        if len(good) == len(things):
            raise
        return work(good)
