"""A self-check without an account: any file of any declared plan, nothing kept."""

import time

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from ...errors import DeskError
from .. import guard, jobs
from ..checking import declared
from ..context import desk
from ..drawing import SIGNS, tables
from ..exchange import taken, waited
from ..found import Found

pages = Blueprint("selfcheck", __name__)

#: files a minute from one address
MOST = 10


@pages.get("/self-check")
@guard.public
def page() -> str:
    """Choose a file."""
    return render_template("selfcheck/page.html", plans=declared(desk().workspace))


@pages.post("/self-check")
@guard.public
def check() -> Answer:
    """Take a file for as long as it is looked at."""
    name, data = taken(request.files.get("file"))
    plan, year = request.form.get("plan", ""), request.form.get("year", "").strip()
    if plan and plan not in declared(desk().workspace):
        abort(400)
    if year and not (year.isascii() and year.isdigit() and len(year) == 4):
        raise DeskError(f"“{year[:20]}”不是年度\n    怎么改：写成四位数字，如 2020，或者不写")
    now = time.time()
    with desk().store.writing() as connection:
        content = {
            "name": name, "plan": plan, "year": int(year) if year else None,
            "address": guard.address(), "round": "",
        }  # fmt: skip
        recent = connection.execute(
            "SELECT COUNT(*) FROM job WHERE kind = 'self_check' AND made > ? "
            "AND json_extract(content, '$.address') = ?",
            (now - 60, guard.address()),
        ).fetchone()[0]
        if recent >= MOST:
            abort(429)
        id_ = jobs.ask(connection, "self_check", content, 0)
        connection.execute("INSERT INTO passing VALUES (?,?,?)", (id_, data, now))
    return redirect(url_for("selfcheck.result", id_=id_), code=303)


@pages.get("/self-check/<id_>")
@guard.public
def result(id_: str) -> str:
    """What was found, for a quarter of an hour."""
    job, place = waited(id_, lambda one: one.kind == "self_check")
    done = dict(job.result or {})
    found = Found.read(done["found"].encode("utf-8")) if "found" in done else None
    grids = tables(found) if found else []
    why = done.get("failure") or done.get("why") or ""
    return render_template(
        "selfcheck/result.html", job=job, place=place, found=found, grids=grids, why=why,
        signs=SIGNS, name=job.content["name"], names=done.get("names", {}),
    )  # fmt: skip
