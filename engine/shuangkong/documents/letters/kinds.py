"""The kinds of letters: their names, and the template each is made from."""

from pathlib import Path

from ... import resources

CIRCULAR = "circular"
#: Chinese name of each kind of letter to one entity
KINDS = {
    "result": "考核结果函",
    "rectification": "整改函",
    "commendation": "表扬函",
    "warning": "预警函",
    "return": "退回更正函",
}
#: the paper of few words that the ledger issues: corrections, withdrawals, decisions, minutes
PAPER = "paper"
ALL_KINDS = {CIRCULAR: "考核结果通报", **KINDS, PAPER: "更正函、撤回函、复核决定书、纪要"}


def template_path(kind: str, folder: Path | None) -> Path:
    """An office's own template where it has one, else the shipped one."""
    own = folder / f"{kind}.docx" if folder else None
    if own is not None and own.is_file():
        return own
    return resources.templates() / "letters" / f"{kind}.docx"
