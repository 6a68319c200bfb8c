"""Appeals: a city's objection, its registration with a deadline, the decision and its letter.

What a city's signatory writes is kept at the desk until an approver registers it in the ledger; it
is registered once the ledger has an appeal of the same words, so nothing is registered twice.
"""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from ...errors import DeskError
from ...ledger.appeals import OUTCOMES, Appeal, answer, appeals, receive
from ...ledger.attach import kept_file
from ...ledger.canonical import clean
from ...ledger.entries import issues
from ...ledger.store import opened
from .. import acts, events, files, guard, rounds, versions
from ..context import desk
from ..drawing import SIGNS
from ..events import Event, Happened
from ..paper import SHOWN, shown
from ..rights import Act
from .city import download, taken
from .province import date_of

pages = Blueprint("appeals", __name__)


@pages.get("/city/<entity>/results")
@guard.needs(Act.SEE_ISSUED)
def own(entity: str) -> str:
    """A city's issued scorecards and letters, its appeals, and a new one."""
    declared = desk().declarations.entities.get(entity) or abort(404)
    with desk().store.reading() as connection:
        filed = _filed(connection, entity)
    known = [a for a in appeals(desk().workspace) if a.entity == entity]
    return render_template(
        "appeals/own.html", entity=declared, found=files.own(desk().workspace, entity,
        declared.name), known=known, open=_open(filed, known), years=_issued_years(),
        today=rounds.today(), showable=SHOWN,
    )  # fmt: skip


@pages.get("/city/<entity>/results/<int:number>/<sha>")
@guard.needs(Act.SEE_ISSUED)
def paper(entity: str, number: int, sha: str) -> str:
    """One of them as a page."""
    found = _own_file(entity, number, sha)
    paper = shown(found.name, files.bytes_of(desk().workspace, found)) or abort(404)
    return render_template("ledger/paper.html", kept=found, paper=paper, signs=SIGNS)


@pages.get("/city/<entity>/results/<int:number>/<sha>/file")
@guard.needs(Act.SEE_ISSUED)
def file(entity: str, number: int, sha: str) -> Response:
    """One of them, to save."""
    found = _own_file(entity, number, sha)
    return download(files.bytes_of(desk().workspace, found), found.short)


def _own_file(entity: str, number: int, sha: str) -> files.Kept:
    declared = desk().declarations.entities.get(entity) or abort(404)
    for one in files.own(desk().workspace, entity, declared.name):
        if (one.entry.number, one.sha256) == (number, sha):
            return one
    return abort(404)


@pages.post("/city/<entity>/appeals")
@guard.needs(Act.APPEAL)
def file_appeal(entity: str) -> Answer:
    """A signatory objects to what was issued, with files that prove it."""
    said = clean(request.form.get("said", "").strip())[:2000]
    year = request.form.get("year", type=int)
    if not said or year not in _issued_years():
        raise DeskError("申诉要写明事项和已签发的年度\n    怎么改：选年度，写明对哪项结果有异议")
    given = [f for f in request.files.getlist("file") if f.filename]
    with _laid([taken(f) for f in given]) as paths:
        for path in paths:
            kept_file(path)  # refused now, and not when it is registered
        proofs = [(path.name, path.read_bytes()) for path in paths]
    with desk().store.writing() as connection:
        if any((e.content["year"], e.content["said"]) == (year, said)
               for e in _filed(connection, entity)):  # fmt: skip
            raise DeskError("同样的申诉已经提交\n    怎么改：不用重复提交；补充的内容请另写")
        content = {
            "year": year, "said": said,
            "files": {name: versions.keep(connection, data) for name, data in proofs},
        }  # fmt: skip
        events.add(connection, Happened.APPEALED, guard.who().id, entity=entity, content=content)
        acts.note(connection, guard.actor(), Act.APPEAL, f"{entity} {year}")
    return redirect(url_for("appeals.own", entity=entity), code=303)


@pages.get("/appeals")
@guard.needs(Act.LETTERS)
def every() -> str:
    """The register of appeals: waiting to be registered, open with days left, answered."""
    known = appeals(desk().workspace)
    with desk().store.reading() as connection:
        filed = _open(_filed(connection), known)
    declared = desk().declarations.entities
    return render_template(
        "appeals/every.html", known=known[::-1], filed=filed, today=rounds.today(),
        names={code: e.name for code, e in declared.items()}, outcomes=OUTCOMES,
        years=_issued_years(),
    )  # fmt: skip


@pages.post("/appeals")
@guard.needs(Act.RULE_APPEAL)
def register() -> Answer:
    """Register an appeal with its deadline: one filed at the desk, or one that came on paper."""
    deadline = date_of(request.form.get("deadline", ""))
    number = request.form.get("filed", type=int)
    with desk().store.reading() as connection:
        if number is not None:
            found = next((e for e in _filed(connection) if e.number == number), None) or abort(404)
            c, entity = found.content, found.entity
            given = [(n, versions.bytes_of(connection, sha)) for n, sha in c["files"].items()]
        else:
            c = {"year": request.form.get("year", type=int), "said": request.form.get("said", "")}
            entity = request.form.get("entity", "")
            given = [taken(f) for f in request.files.getlist("file") if f.filename]
    if not entity or not c["year"]:
        raise DeskError("没有选对象和年度\n    怎么改：两项都要选")
    if number is not None and not _open([found], appeals(desk().workspace)):
        raise DeskError("这件申诉已经登记\n    怎么改：刷新页面")
    who = guard.who().name
    with _laid(given) as paths:
        made = receive(desk().workspace, entity, c["year"], c["said"], deadline, who, files=paths)
    with desk().store.writing() as connection:
        acts.note(connection, guard.actor(), Act.RULE_APPEAL, f"登记 {made.receipt.code}")
    return redirect(url_for("appeals.every"), code=303)


@pages.post("/appeals/<int:number>")
@guard.needs(Act.RULE_APPEAL)
def rule(number: int) -> Answer:
    """Answer an appeal: the letter is written and kept, and the city finds it on its page."""
    outcome = request.form.get("outcome", "")
    if outcome not in OUTCOMES:
        raise DeskError("没有选复核决定\n    怎么改：选成立、部分成立或不成立")
    said = request.form.get("found", "")
    with tempfile.TemporaryDirectory(prefix="shuangkong-") as folder:
        answer(desk().workspace, number, outcome, said, guard.who().name, Path(folder))
    with desk().store.writing() as connection:
        acts.note(connection, guard.actor(), Act.RULE_APPEAL, f"第 {number} 号 {outcome}")
    return redirect(url_for("appeals.every"), code=303)


# --- what the pages share ------------------------------------------------------------------


def _filed(connection: Any, entity: str | None = None) -> tuple[Event, ...]:
    return events.events(connection, entity=entity, kinds=(Happened.APPEALED,))


def _open(filed: Iterable[Event], known: Iterable[Appeal]) -> list[Event]:
    """What was filed at the desk and is not registered yet."""
    have = {(a.entity, a.year, a.said) for a in known}
    return [e for e in filed if (e.entity, e.content["year"], e.content["said"]) not in have]


def _issued_years() -> list[int]:
    period = desk().declarations.plan.period
    with opened(desk().workspace) as ledger:
        return [y for y in range(period.first, period.last + 1) if issues(ledger, y)]


@contextmanager
def _laid(given: list[tuple[str, bytes]]) -> Iterator[list[Path]]:
    """Files in a temporary folder, for as long as it is needed."""
    if len({name for name, _ in given}) < len(given):
        raise DeskError("有两个文件同名\n    怎么改：改名后再上传")
    with tempfile.TemporaryDirectory(prefix="shuangkong-") as folder:
        paths = [Path(folder) / name for name, _ in given]
        for path, (_, data) in zip(paths, given, strict=True):
            path.write_bytes(data)
        yield paths
