"""The kinds of letters: their names, and the template each is made from."""

from pathlib import Path
from typing import TYPE_CHECKING

from ... import resources
from ...reporting import ReportState
from ...vocabulary import GradeLetter

if TYPE_CHECKING:
    from ...assess.result import EntityResult

CIRCULAR = "circular"
#: Chinese name of each kind of letter to one entity
KINDS = {
    **{letter.value: letter.chinese for letter in GradeLetter},
    "warning": "预警函",
    "return": "退回更正函",
}
#: what the letter `return` is called where nothing came that could go back
REMINDER = "催报函"
#: every name that a letter to one entity may have
NAMES = (*KINDS.values(), REMINDER)
#: the paper of few words that the ledger issues: corrections, withdrawals, decisions, minutes
PAPER = "paper"
ALL_KINDS = {
    CIRCULAR: "考核结果通报",
    **KINDS,
    "return": f"{KINDS['return']}、{REMINDER}",
    PAPER: "更正函、撤回函、复核决定书、纪要",
}


def letter_name(kind: str, result: "EntityResult") -> str:
    """What a letter is called, in its file's name and in the register."""
    if kind == "return" and result.reported is ReportState.MISSING:
        return REMINDER
    return KINDS[kind]


def template_path(kind: str, folder: Path | None) -> Path:
    """An office's own template where it has one, else the shipped one."""
    own = folder / f"{kind}.docx" if folder else None
    if own is not None and own.is_file():
        return own
    return resources.templates() / "letters" / f"{kind}.docx"
