"""Workbooks that come back filled in, read and recorded: the same for points and for verdicts."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .shared import progress
from .terminal import say

if TYPE_CHECKING:
    from ..vocabulary import Finding


def recorded(
    workspace: Path, files: tuple[Path, ...], year: int, by: str, compared: Callable[[], str]
) -> None:
    """Record files, say what was found, then what the ledger now holds side by side."""
    from ..ledger import show
    from ..ledger.submit import submit

    with progress("读取 reading") as step:
        done = submit(workspace, files, year, by, progress=step)
    say(show.submitted(done))
    told(done.findings, compared)


def told(findings: "Sequence[Finding]", compared: Callable[[], str]) -> None:
    """Say what was found, then what stands side by side; with a grave finding the command fails."""
    from .. import text
    from ..vocabulary import Severity

    if findings:
        say(text.findings(findings, down_to=Severity.WARNING), err=True)
    say(compared())
    if text.grave(findings):
        sys.exit(1)
