"""shuangkong: one trace from the clause of a plan to the letter.

    >>> import shuangkong
    >>> plan = shuangkong.load("hebei-13fyp")
    >>> assessment = shuangkong.assess(plan, 2020, "填报/")
    >>> print(shuangkong.explain(assessment, "邢台市", "coal-annual"))

Everything public is in `__all__` and described in docs/library.md; what is below in the rooms
may change from version to version.
"""

from importlib import import_module
from typing import TYPE_CHECKING

# the room of the same name is imported first, or importing it later would take the name away
from . import assess as _room  # noqa: F401
from .api.assessing import assess

if TYPE_CHECKING:
    from .api.assessing import draft, explain, outlook, write
    from .api.evaluating import Evaluated, evaluate
    from .api.explaining import Explanation
    from .api.forms import form
    from .api.given import load
    from .api.marking import annotated
    from .api.plans import plans
    from .api.submissions import check, read
    from .assess.judgement import Judgement, Outcome
    from .assess.outlook import Outlook
    from .assess.result import Assessment, EntityResult
    from .declarations.bundle import Declarations
    from .documents.letterhead import Letterhead
    from .documents.run import Written
    from .errors import ShuangkongError
    from .intake.checks.report import CheckReport
    from .intake.submissions import Reading
    from .running.crew import Crew
    from .vocabulary import Decision, Finding, Severity, View

#: Where each public name is; imported when it is first used.
_HOMES = {
    "Assessment": "assess.result",
    "CheckReport": "intake.checks.report",
    "Crew": "running.crew",
    "Decision": "vocabulary",
    "Declarations": "declarations.bundle",
    "EntityResult": "assess.result",
    "Evaluated": "api.evaluating",
    "Explanation": "api.explaining",
    "Finding": "vocabulary",
    "Judgement": "assess.judgement",
    "Letterhead": "documents.letterhead",
    "Outcome": "assess.judgement",
    "Outlook": "assess.outlook",
    "Reading": "intake.submissions",
    "Severity": "vocabulary",
    "ShuangkongError": "errors",
    "View": "vocabulary",
    "Written": "documents.run",
    "annotated": "api.marking",
    "check": "api.submissions",
    "draft": "api.assessing",
    "evaluate": "api.evaluating",
    "explain": "api.assessing",
    "form": "api.forms",
    "load": "api.given",
    "outlook": "api.assessing",
    "plans": "api.plans",
    "read": "api.submissions",
    "write": "api.assessing",
}

__all__ = [
    "Assessment",
    "CheckReport",
    "Crew",
    "Decision",
    "Declarations",
    "EntityResult",
    "Evaluated",
    "Explanation",
    "Finding",
    "Judgement",
    "Letterhead",
    "Outcome",
    "Outlook",
    "Reading",
    "Severity",
    "ShuangkongError",
    "View",
    "Written",
    "annotated",
    "assess",
    "check",
    "draft",
    "evaluate",
    "explain",
    "form",
    "load",
    "outlook",
    "plans",
    "read",
    "write",
]


def __getattr__(name: str) -> object:
    """A public name, from its home."""
    if name not in _HOMES:
        raise AttributeError(f"module 'shuangkong' has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
