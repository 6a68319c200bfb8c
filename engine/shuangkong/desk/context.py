"""What a running desk knows: its workspace, its database, its plan, how it is reached."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from flask import current_app

from ..declarations.bundle import Declarations
from ..intake import Reading
from ..ledger.evidence import evidence
from ..ledger.state import state
from ..ledger.store import opened
from .checking import plan_of
from .pace import Pace
from .store import Store


@dataclass
class Desk:
    """One running desk."""

    workspace: Path
    store: Store
    #: reached over https, here or at a proxy in front
    secure: bool = False
    #: requests a minute with one key, and wrong keys a minute from one address
    pace: Pace = field(default_factory=lambda: Pace(120))
    guesses: Pace = field(default_factory=lambda: Pace(20))

    def known(self, year: int) -> Reading | None:
        """Figures that the ledger holds for a year, to fill into forms; None where none yet."""
        with opened(self.workspace) as ledger:
            head = ledger.head
            if head is None:
                return None
            held = state(ledger, year, head.number)
            if not held.used:
                return None
            return evidence(ledger, self.declarations, held, checked=False).reading

    @property
    def declarations(self) -> Declarations:
        """The plan as the ledger holds it now."""
        return plan_of(self.workspace)


def desk() -> Desk:
    """The desk that serves this request."""
    return cast(Desk, current_app.extensions["shuangkong"])
