"""The ledger to look at: entries with their files, verification, letters sent, samples drawn."""

import json
import secrets
import tempfile
from pathlib import Path

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from ...errors import DeskError
from ...ledger.entries import submissions
from ...ledger.register import register, write_register
from ...ledger.sampling import draw
from ...ledger.store import Entry, EntryKind, opened
from ...ledger.verify import verify
from .. import files, guard
from ..acts.base import note
from ..assessed import within
from ..context import desk
from ..drawing import SIGNS
from ..exchange import download
from ..numbers import numbered
from ..paper import SHOWN, shown
from ..rights import Act
from ..wording import RECORDED

pages = Blueprint("ledgers", __name__)
#: the largest seed, and more than any number of entities
_SEED = 10**9 - 1

#: entries on a page
MOST = 500


@pages.get("/ledger")
@guard.needs(Act.LEDGER)
def every() -> str:
    """The ledger's entries, newest first, of one kind where one is chosen."""
    wanted = request.args.get("kind", "")
    with opened(desk().workspace) as ledger:
        entries = ledger.entries(None)
    counts = {kind: sum(e.kind is kind for e in entries) for kind in EntryKind}
    shown_ = [e for e in reversed(entries) if not wanted or e.kind.value == wanted]
    return render_template("ledger/list.html", entries=shown_[:MOST], all=len(shown_),
                           counts=counts, wanted=wanted, most=MOST,
                           plan=desk().declarations.plan)  # fmt: skip


@pages.get("/ledger/<int:number>")
@guard.needs(Act.LEDGER)
def one(number: int) -> str:
    """One entry: what it records, and the files it vouches for."""
    with opened(desk().workspace) as ledger:
        entry = ledger.entry(number) or abort(404)
    return render_template("ledger/one.html", entry=entry, said=_said(entry), showable=SHOWN,
                           kept=files.kept(desk().workspace, number))  # fmt: skip


def _said(entry: Entry) -> list[tuple[str, str]]:
    """What an entry records, word for word, by the names of its fields; files stand apart."""
    return [
        (
            f"{RECORDED.get(key, '')} {key}".strip(),
            value if isinstance(value, str) else json.dumps(value, ensure_ascii=False),
        )
        for key, value in sorted(entry.content.items())
        if key not in ("files", "templates", "layouts") and value is not None
    ]


@pages.get("/ledger/<int:number>/<sha>")
@guard.needs(Act.LEDGER)
def paper(number: int, sha: str) -> str:
    """A file of an entry as a page."""
    found = _file(number, sha)
    paper = shown(found.name, files.bytes_of(desk().workspace, found)) or abort(404)
    return render_template("ledger/paper.html", kept=found, paper=paper, signs=SIGNS)


@pages.get("/ledger/<int:number>/<sha>/file")
@guard.needs(Act.LEDGER)
def file(number: int, sha: str) -> Response:
    """A file of an entry, to save."""
    found = _file(number, sha)
    return download(files.bytes_of(desk().workspace, found), found.short)


def _file(number: int, sha: str) -> files.VouchedFile:
    found = files.kept(desk().workspace, number)
    return next((k for k in found if k.sha256 == sha), None) or abort(404)


@pages.post("/ledger/verify")
@guard.needs(Act.VERIFY)
def verify_ledger() -> str:
    """Recompute the chain and every hash; compare receipts that were noted outside."""
    receipts = tuple(request.form.get("receipts", "").split())
    found = verify(desk().workspace, receipts=receipts)
    with desk().store.writing() as connection:
        note(connection, guard.actor(), Act.VERIFY, f"{len(found.findings)} 处不符")
    return render_template("ledger/verified.html", found=found, receipts=receipts)


@pages.get("/letters")
@guard.needs(Act.LETTERS)
def letters() -> str:
    """The register of letters: to whom which went, when, by whom, and whether it stands."""
    year = request.args.get("year", type=numbered)
    found = register(desk().workspace)
    years = sorted({one.year for one in found})
    chosen = [one for one in reversed(found) if year in (None, one.year)]
    return render_template("ledger/letters.html", found=chosen, years=years, year=year)


@pages.get("/letters.xlsx")
@guard.needs(Act.LETTERS)
def letters_book() -> Response:
    """The register as a workbook."""
    with tempfile.TemporaryDirectory(prefix="shuangkong-") as folder:
        path = write_register(desk().workspace, Path(folder) / "发函登记簿.xlsx")
        return download(path.read_bytes(), path.name)


@pages.get("/samples")
@guard.needs(Act.SAMPLE)
def samples() -> str:
    """Whom to check on site: lists that were drawn, and a new one."""
    with opened(desk().workspace) as ledger:
        found = ledger.entries(None, EntryKind.SAMPLE)[::-1]
        year = max((one.asked for one in submissions(ledger)), default=None)
    declared = desk().declarations
    period = declared.plan.period
    return render_template(
        "ledger/samples.html", found=found, years=range(period.first, period.last + 1),
        names={code: e.name for code, e in declared.entities.items()},
        seed=secrets.randbelow(1_000_000), year=year,
    )  # fmt: skip


@pages.post("/samples")
@guard.needs(Act.SAMPLE)
def draw_sample() -> Answer:
    """Draw a list: by risk, and at random by a seed that anybody can repeat."""
    given = {name: request.form.get(name, "") for name in ("year", "risky", "at_random", "seed")}
    try:
        number = {name: numbered(value, _SEED) for name, value in given.items()}
    except ValueError as error:
        raise DeskError("抽查的个数、种子要写成数\n    怎么改：写 0 或正整数") from error
    within(number["year"])
    made = draw(
        desk().workspace, number["year"], guard.who().name, risky=number["risky"],
        at_random=number["at_random"], seed=number["seed"],
    )  # fmt: skip
    with desk().store.writing() as connection:
        note(connection, guard.actor(), Act.SAMPLE, made.receipt.code)
    return redirect(url_for("ledgers.samples") + f"#s-{made.receipt.number}", code=303)
