"""The province's pages: rounds, the board of who has reported, one submission, return, accept."""

import csv
import datetime
import io
import json
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from ...documents.letterhead import Letterhead, named
from ...ledger.moments import day_of
from .. import guard, rounds, versions
from ..acts import province as acts
from ..board import DRAFTING, board_rows, signed_versions
from ..context import desk
from ..deeds import Words, offer
from ..drawing import SIGNS, tables
from ..events import Happened, Standing
from ..exchange import date_of, download, form_words
from ..found import changes
from ..numbers import numbered
from ..rights import Act
from ..rounds import Round
from ..wording import HAPPENED

pages = Blueprint("province", __name__, url_prefix="/province")


@pages.get("/")
@guard.needs(Act.BOARD)
def all_rounds() -> str:
    """Rounds, and a new one."""
    with desk().store.reading() as connection:
        known = rounds.rounds(connection)
    plan = desk().declarations.plan
    years = range(plan.period.first, plan.period.last + 1)
    return render_template("province/rounds.html", rounds=known, years=years, today=rounds.today())


@pages.post("/rounds")
@guard.needs(Act.ROUND)
def open_round() -> Answer:
    """Open a round for all assessed entities."""
    period = request.form.get("year", "") + request.form.get("part", "")
    deadline = date_of(request.form.get("deadline", ""))
    id_ = acts.open_round(desk(), guard.actor(), period, deadline)
    return redirect(url_for("province.board", round_id=id_), code=303)


@pages.get("/<round_id>/close")
@guard.needs(Act.ROUND)
def ask_to_close(round_id: str) -> str:
    """What closing a round would end, and who has not reported, before it is done."""
    with desk().store.reading() as connection:
        round_ = _round(connection, round_id)
        rows = board_rows(connection, round_, rounds.today())
    by_standing = [(s, [r for r in rows if r.standing is s]) for s in Standing]
    return render_template(
        "province/close.html", round=round_, all=len(rows), today=rounds.today(),
        owing=[(s, found) for s, found in by_standing if s.owed and found],
        waiting=[r for r in rows if r.standing is Standing.SIGNED],
    )  # fmt: skip


@pages.post("/<round_id>/close")
@guard.needs(Act.ROUND)
def close_round(round_id: str) -> Answer:
    """Close a round."""
    acts.close_round(desk(), guard.actor(), round_id)
    return redirect(url_for("province.board", round_id=round_id), code=303)


@pages.get("/<round_id>")
@guard.needs(Act.BOARD)
def board(round_id: str) -> str:
    """Who stands where, with filters."""
    wanted = request.args.get("state", "")
    today = rounds.today()
    with desk().store.reading() as connection:
        round_ = _round(connection, round_id)
        rows = board_rows(connection, round_, today)
    counts = {s: sum(r.standing is s for r in rows) for s in Standing}
    owing = [r for r in rows if r.standing.owed]
    late = sum(r.late for r in rows)
    shown = [
        r for r in rows
        if not wanted or r.standing.value == wanted or (wanted == "late" and r.late)
    ]  # fmt: skip
    return render_template(
        "province/board.html", round=round_, rows=shown, all=len(rows), counts=counts, late=late,
        wanted=wanted, standings=list(Standing), today=today, owing=owing,
        reminded_today=sum(bool(r.reminded_today) for r in owing),
    )  # fmt: skip


_HEAD = (
    *("代码", "考核对象", "状态", "谁来办", "截止"),
    *("剩余天数", "版次", "须更正", "已说明", "最近一次"),
)


@pages.get("/<round_id>/board.<kind>")
@guard.needs(Act.BOARD)
def export(round_id: str, kind: str) -> Response:
    """The board as xlsx, csv or json."""
    with desk().store.reading() as connection:
        round_ = _round(connection, round_id)
        rows = board_rows(connection, round_, rounds.today())
    lines = [
        (r.code, r.name, r.standing.chinese, r.next, r.due.isoformat(), r.days, r.version, r.hard,
         r.explained, r.at[:16])
        for r in rows
    ]  # fmt: skip
    name = f"填报状态_{round_id}.{kind}"
    if kind == "json":
        found = [dict(zip(_HEAD, line, strict=True)) for line in lines]
        return download(json.dumps(found, ensure_ascii=False).encode(), name, "application/json")
    if kind == "csv":
        text = io.StringIO()
        csv.writer(text).writerows([_HEAD, *lines])
        return download(text.getvalue().encode("utf-8-sig"), name, "text/csv; charset=utf-8")
    if kind == "xlsx":
        return download(_book(lines), name)
    return abort(404)


def _book(lines: list[tuple[Any, ...]]) -> bytes:
    import xlsxwriter

    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(made, options)
    book.set_properties({"created": datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)})
    sheet = book.add_worksheet("填报状态")
    bold = book.add_format({"bold": True, "bg_color": "#EEF2F6", "border": 1})
    sheet.write_row(0, 0, _HEAD, bold)
    for number, line in enumerate(lines, start=1):
        sheet.write_row(number, 0, line)
    sheet.set_column(0, 9, 14)
    sheet.set_column(3, 3, 30)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(lines), len(_HEAD) - 1)
    book.close()
    return made.getvalue()


@pages.get("/<round_id>/<entity>")
@guard.needs(Act.BOARD)
def one(round_id: str, entity: str) -> str:
    """One submission as it was signed: findings, sentences, sheet, evidence, versions."""
    with desk().store.reading() as connection:
        round_ = _round(connection, round_id, entity)
        dossier = versions.dossier(connection, round_id, entity)
        signed = signed_versions(dossier)
        number = request.args.get("v", type=numbered)
        shown = signed[-1] if signed else None
        if number is not None:
            shown = next((v for v in signed if v.number == number), None) or abort(404)
        found = versions.found_of(connection, shown) if shown else None
        before = None
        if shown and len(signed) > 1 and shown is not signed[0]:
            earlier = versions.found_of(connection, signed[signed.index(shown) - 1])
            before = changes(earlier.figures if earlier else (), found.figures if found else ())
        people = {r["id"]: r["name"] for r in connection.execute("SELECT id, name FROM account")}
    grids = tables(found) if found else []
    history = [e for e in dossier.events if e.kind not in DRAFTING]
    return render_template(
        "province/one.html", round=round_, entity=_entity(entity), dossier=dossier, signed=signed,
        shown=shown, found=found, grids=grids, before=before, people=people, signs=SIGNS,
        words=HAPPENED, history=history, today=rounds.today(),
        reminded_today=rounds.reminded_on(dossier.reminded, rounds.today()),
    )  # fmt: skip


@pages.get("/<round_id>/<entity>/v/<int:number>/file")
@guard.needs(Act.BOARD)
def original(round_id: str, entity: str, number: int) -> Response:
    """The file of a signed version."""
    with desk().store.reading() as connection:
        _round(connection, round_id, entity)
        dossier = versions.dossier(connection, round_id, entity)
        found = next((v for v in signed_versions(dossier) if v.number == number), None)
        if found is None:
            abort(404)
        return download(versions.bytes_of(connection, found.sha256), found.name)


def _back(entity: str, round_id: str, _: Words) -> Answer:
    return redirect(url_for("province.one", round_id=round_id, entity=entity), code=303)


def _to_letter(entity: str, round_id: str, _: Words) -> Answer:
    """Who was reminded is sent a letter: it is shown, to print or send."""
    place = url_for("province.letter", round_id=round_id, entity=entity, kind="remind")
    return redirect(place, code=303)


offer(pages, "/<round_id>/<entity>/accept", "accept", form_words, _back)
offer(pages, "/<round_id>/<entity>/return", "give_back", form_words, _back)
offer(pages, "/<round_id>/<entity>/extend", "extend", form_words, _back)
offer(pages, "/<round_id>/<entity>/remind", "remind", form_words, _to_letter)


@pages.get("/<round_id>/<entity>/letter/<kind>")
@guard.needs(Act.BOARD)
def letter(round_id: str, entity: str, kind: str) -> str:
    """The letter of a reminder or a return, as a page to print."""
    wanted = {"remind": Happened.REMINDED, "return": Happened.RETURNED}.get(kind) or abort(404)
    with desk().store.reading() as connection:
        round_ = _round(connection, round_id, entity)
        dossier = versions.dossier(connection, round_id, entity)
        event = dossier.last(wanted) or abort(404)
        signed = signed_versions(dossier)
        found = versions.found_of(connection, signed[-1]) if signed else None
    return render_template(
        "province/letter.html", kind=kind, round=round_, head=Letterhead(), day_of=day_of,
        date=_date,
        letters=[(_entity(entity), event)], named=named, found=found if kind == "return" else None,
    )  # fmt: skip


@pages.get("/<round_id>/reminders")
@guard.needs(Act.BOARD)
def reminders(round_id: str) -> str:
    """The letters to all who were reminded and have not reported, one after the other."""
    with desk().store.reading() as connection:
        round_ = _round(connection, round_id)
        found = [(code, versions.dossier(connection, round_id, code)) for code in round_.entities]
    letters = [(_entity(code), one.reminded) for code, one in found if one.reminded]
    return render_template(
        "province/letter.html", kind="remind", round=round_, head=Letterhead(), day_of=day_of,
        date=_date,
        letters=letters, named=named, found=None,
    )  # fmt: skip


@pages.post("/<round_id>/reminders")
@guard.needs(Act.REMIND)
def remind_all(round_id: str) -> Answer:
    """Remind all who owe something; their letters are shown, to print or send."""
    acts.remind_all(desk(), guard.actor(), round_id, **form_words("again"))
    return redirect(url_for("province.reminders", round_id=round_id), code=303)


def _date(written: str) -> datetime.date:
    """The day of a moment or a date as events have it."""
    return datetime.date.fromisoformat(written[:10])


# --- what the pages share ------------------------------------------------------------------


def _entity(code: str) -> Any:
    return desk().declarations.entities.get(code) or abort(404)


def _round(connection: Any, round_id: str, entity: str | None = None) -> Round:
    found = rounds.round_of(connection, round_id)
    if found is None or (entity is not None and entity not in found.entities):
        abort(404)
    return found
