"""A stretch of work during which the collector of cycles rests.

Of a large file hundreds of thousands of records are made that all stay and refer to each other
nowhere: looking through them again and again for cycles takes a fifth of the time.
"""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
#: how many threads are at such work, and whether the collector was at work before
_resting = 0
_was = False


@contextmanager
def uncollected() -> Iterator[None]:
    """Let the collector rest until all who asked for it have done; it goes on as it was."""
    global _resting, _was  # noqa: PLW0603  # the collector is one for the whole process
    with _lock:
        if _resting == 0:
            _was = gc.isenabled()
            gc.disable()
        _resting += 1
    try:
        yield
    finally:
        with _lock:
            _resting -= 1
            if _resting == 0 and _was:
                gc.enable()
