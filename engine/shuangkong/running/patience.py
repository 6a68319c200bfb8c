"""How often Python looks for garbage in cycles: seldom, as nearly all that is made here is kept."""

import gc


def patient() -> None:
    """Look for garbage in cycles less often; a table of 240,000 cells is read a fifth quicker."""
    gc.set_threshold(100_000, 20, 20)
