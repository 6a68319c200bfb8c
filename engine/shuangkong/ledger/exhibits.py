"""Evidence of a year, as its papers list it: of items, and of what counts for an entity."""

from collections.abc import Mapping

from ..vocabulary import Exhibit
from .state import YearState
from .store import EntryKind, Ledger


def exhibits(ledger: Ledger, found: YearState) -> tuple[Exhibit, ...]:
    """Evidence recorded up to the state's entry, oldest first."""
    proved = _proved(ledger, found)
    made = []
    for entry in ledger.entries(found.head, EntryKind.EVIDENCE):
        c = entry.content
        if c["item"] is not None:
            if c["year"] != found.year:
                continue
            entity, _, target = c["item"].partition(".")
            item, _, part = target.partition(".")
            about = ""
        elif c["entry"] in proved:
            entity, about = proved[c["entry"]]
            item = part = ""
        else:
            continue
        made.append(
            Exhibit(entity, item, part, about, c["file"], c["sha256"], entry.number, c["by"],
                    c["note"] or "")
        )  # fmt: skip
    return tuple(made)


def _proved(ledger: Ledger, found: YearState) -> Mapping[int, tuple[str, str]]:
    """Entity and words of every entry that evidence of the year may be tied to."""
    known: dict[int, tuple[str, str]] = {}
    for one in found.used:
        if one.entity is not None:
            known[one.number] = one.entity, f"第{one.number}号报送"
    for ruling in found.rulings:
        if ruling.decision.entity is not None:
            known[ruling.number] = ruling.decision.entity, f"第{ruling.number}号裁定"
    for entry in ledger.entries(found.head, EntryKind.APPEAL):
        c = entry.content
        if c["act"] == "received" and c["year"] == found.year:
            known[entry.number] = c["entity"], f"第{entry.number}号申诉"
    return known
