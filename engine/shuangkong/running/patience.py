"""How often Python looks for garbage in cycles: seldom, as nearly all that is made here is kept."""

import atexit
import gc


def patient() -> None:
    """Look for garbage in cycles less often; the documents of a province take a tenth less time.

    At the end not at all: what is left goes with the process. The look at everything that was
    ever imported, once more before leaving, took a seventh of a short command.
    """
    gc.set_threshold(1_000_000, 20, 20)
    atexit.register(gc.freeze)


def watchful() -> None:
    """Look more often: a server lives for months, and what it makes for a page is not kept."""
    gc.set_threshold(100_000, 20, 20)
