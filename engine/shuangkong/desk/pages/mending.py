"""Mending single figures in the page: the form, and what is done with what was typed."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from ...errors import DeskError
from ...intake.reading import read_book
from .. import guard, mending, rounds, versions
from ..acts import city as acts
from ..acts.base import round_for
from ..context import desk
from ..exchange import acting
from ..found import Found
from ..rights import Act

pages = Blueprint("mending", __name__)


@pages.get("/city/<entity>/<round_id>/mend")
@guard.needs(Act.MEND)
def form(entity: str, round_id: str) -> str:
    """The figures of the newest version, each to be mended in its cell."""
    return _form(entity, round_id, {}, "", None)


@pages.post("/city/<entity>/<round_id>/mend")
@guard.needs(Act.MEND)
def mend(entity: str, round_id: str) -> Answer | tuple[str, int]:
    """Write a corrected copy of the form; it becomes a version as any upload does.

    What is refused is shown again as it was typed: up to all cells of a form would be lost.
    """
    given = {k.removeprefix("cell-"): v for k, v in request.form.items() if k.startswith("cell-")}
    reason = request.form.get("reason", "").strip()[:500]
    try:
        id_ = _mended(entity, round_id, given, reason)
    except DeskError as why:
        page = _form(entity, round_id, given, reason, why)
        guard.failed(str(why).partition("\n")[0])
        return page, 409
    return redirect(url_for("city.job", entity=entity, id_=id_), code=303)


def _mended(entity: str, round_id: str, given: dict[str, str], reason: str) -> str:
    round_, current, found, data = _newest(entity, round_id)
    acts.must_be_newest(current, request.form.get("sha256", ""))
    made = mending.copy(
        desk().declarations, round_.year, entity, current.name, data, found, given
    )  # fmt: skip
    with acting(entity, round_id) as act:
        act.noted(Act.MEND, current.name)
        return acts.upload(act, mending.called(current.name), made, reason)


def _form(
    entity: str, round_id: str, given: dict[str, str], reason: str, why: DeskError | None
) -> str:
    """The form, filled in with what was typed; `why` is what was refused of it."""
    round_, current, found, data = _newest(entity, round_id)
    lines = mending.lines(desk().declarations, read_book(current.name, data), found)
    faults = why.faults if isinstance(why, mending.NotTaken) else {}
    return render_template(
        "city/mend.html", entity=desk().declarations.entities[entity], round=round_,
        version=current, lines=lines, given=given, reason=reason, why=why, faults=faults,
    )  # fmt: skip


def _newest(entity: str, round_id: str) -> tuple[rounds.Round, versions.Upload, Found, bytes]:
    """The newest version, which must have been read, and its bytes."""
    with desk().store.reading() as connection:
        round_ = round_for(connection, round_id, entity)
        dossier = versions.dossier(connection, round_id, entity)
        found = versions.newest_found(connection, dossier)
        data = versions.bytes_of(connection, dossier.current.sha256) if dossier.current else b""
    if dossier.current is None or found is None:
        raise DeskError("还没有能够审核的文件\n    怎么改：先上传填报表")
    return round_, dossier.current, found, data
