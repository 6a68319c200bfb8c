"""How often Python looks for garbage in cycles: seldom, as nearly all that is made here is kept."""

import atexit
import gc


def patient() -> None:
    """Look for garbage in cycles less often; a table of 240,000 cells is read a fifth quicker.

    At the end not at all: what is left goes with the process. The look at everything that was
    ever imported, once more before leaving, took a seventh of a short command.
    """
    gc.set_threshold(100_000, 20, 20)
    atexit.register(gc.freeze)
