"""A layout kept with the plan: from then on it is tried first, on every file it fits."""

from pathlib import Path

from .. import messages
from ..declarations.bundle import Declarations
from ..intake.layouts import parse_layout
from ..running.files import safe_name
from . import moments
from .begin import named
from .matters import refused
from .plans import adopt, edition_of, laid_out, latest
from .store import Receipt, opened

_FOLDER, _ENDING = "layouts", ".layout.yaml"


def keep_layout(workspace: Path, name: str, text: str, by: str) -> Receipt:
    """Record a layout among the plan's declarations; one of the same name takes its place.

    Args:
        workspace: where the ledger is.
        name: what it is called, without ending.
        text: the layout, as its file would be.
        by: who made it.

    Raises:
        IntakeError: the text is no layout, with every fault.
        LedgerError: it has no name, or is kept already.
    """
    by = named(by, "经手人", "--by 姓名")
    called = safe_name(named(name, "版式名称", "名称").removesuffix(_ENDING))
    parse_layout(text, f"{called}{_ENDING}")
    with opened(workspace, writing=True) as ledger:
        snapshot = latest(ledger)
        assert snapshot is not None, "a ledger's first act records declarations"
        with laid_out(ledger, snapshot.files, snapshot.folder) as folder:
            (folder / _FOLDER).mkdir(exist_ok=True)
            path = folder / _FOLDER / f"{called}{_ENDING}"
            path.write_text(text, encoding="utf-8", newline="\n")
            edition = edition_of(str(folder))
        if edition.hashes == dict(snapshot.files):
            raise refused(messages.LAYOUT_KNOWN, seen=called)
        with ledger.act(moments.now) as act:
            number = adopt(act, edition, by)
        entry = ledger.entry(number)
        assert entry is not None
        return entry.receipt


def names_of(declarations: Declarations) -> tuple[str, ...]:
    """The names of the layouts kept with a plan."""
    return tuple(Path(name).name.removesuffix(_ENDING) for name in sorted(declarations.layouts))
