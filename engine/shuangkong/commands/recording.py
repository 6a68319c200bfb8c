"""Recording workbooks that come back filled in, the same for points and for verdicts."""

import sys
from collections.abc import Callable
from pathlib import Path

from .shared import progress
from .terminal import say


def recorded(
    workspace: Path, files: tuple[Path, ...], year: int, by: str, compared: Callable[[], str]
) -> None:
    """Record files, say what was found, then what the ledger now holds side by side."""
    from .. import text
    from ..ledger import show
    from ..ledger.submit import submit
    from ..vocabulary import Severity

    with progress("读取 reading") as step:
        done = submit(workspace, files, year, by, progress=step)
    say(show.submitted(done))
    if done.findings:
        say(text.findings(done.findings, down_to=Severity.WARNING), err=True)
    say(compared())
    if text.grave(done.findings):
        sys.exit(1)
