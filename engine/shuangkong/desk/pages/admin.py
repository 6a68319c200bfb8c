"""Administration: accounts, locks, the audit log, backup, health. No page here shows a figure."""

import csv
import io
import shutil
import sys
import time
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from ... import resources
from ...text import no_formula
from .. import accounts, audit, backup, guard, lockouts
from ..acts.base import note
from ..context import desk
from ..exchange import download
from ..numbers import numbered
from ..rights import OF_DEPARTMENT, OF_ENTITY, Act, Role
from ..wording import NOTED

pages = Blueprint("admin", __name__, url_prefix="/admin")

_PAGE = 100


@pages.get("/accounts")
@guard.needs(Act.ACCOUNTS)
def all_accounts() -> str:
    """Everybody who may log in."""
    return _accounts(None)


def _accounts(made: tuple[str, str] | None) -> str:
    entities = desk().declarations.entities
    return render_template(
        "admin/accounts.html",
        accounts=accounts.all_accounts(desk().store),
        roles=list(Role),
        of_entity=OF_ENTITY,
        of_department=OF_DEPARTMENT,
        entities=desk().declarations.assessed(desk().declarations.plan.period.last),
        names={code: e.name for code, e in entities.items()},
        made=made,
    )


@pages.post("/accounts")
@guard.needs(Act.ACCOUNTS)
def create() -> str:
    """Make an account; its one-time password is on the answer and nowhere else."""
    form = request.form
    try:
        role = Role(form.get("role", ""))
    except ValueError:
        abort(400)
    entity = form.get("entity", "") if role in OF_ENTITY else ""
    if entity and entity not in desk().declarations.entities:
        abort(400)
    department = form.get("department", "").strip()[:60] if role in OF_DEPARTMENT else ""
    login = form.get("login", "").strip()
    with desk().store.writing() as connection:
        password = accounts.create(
            connection, login, form.get("name", "")[:40], role,
            entity=entity or None, department=department or None,
        )  # fmt: skip
        note(connection, guard.actor(), Act.ACCOUNTS, f"建立 {login}（{role.chinese}）")
    return _accounts((login, password))


@pages.post("/accounts/<int:number>/reset")
@guard.needs(Act.ACCOUNTS)
def reset(number: int) -> str:
    """A new one-time password for somebody who lost theirs."""
    with desk().store.writing() as connection:
        account = _account(connection, number)
        password = accounts.reset(connection, account)
        note(connection, guard.actor(), Act.ACCOUNTS, f"重置密码 {account.login}")
    return _accounts((account.login, password))


@pages.post("/accounts/<int:number>/<what>")
@guard.needs(Act.ACCOUNTS)
def switch(number: int, what: str) -> Answer:
    """Close an account, or open it again."""
    if what not in ("close", "open"):
        abort(404)
    with desk().store.writing() as connection:
        account = _account(connection, number)
        if account.id == guard.who().id:
            abort(409)
        accounts.set_disabled(connection, account, what == "close")
        note(
            connection,
            guard.actor(),
            Act.ACCOUNTS,
            f"{'停用' if what == 'close' else '启用'} {account.login}",
        )
    return redirect(url_for("admin.all_accounts"), code=303)


def _account(connection: Any, number: int) -> accounts.Account:
    found = accounts.by_id(connection, number)
    if found is None:
        abort(404)
    return found


@pages.get("/security")
@guard.needs(Act.UNLOCK)
def security() -> str:
    """What is locked, and who is logged in."""
    now = time.time()
    with desk().store.reading() as connection:
        locks = lockouts.locks(connection, now)
        sessions = connection.execute(
            "SELECT s.rowid AS id, a.login, a.name, s.began, s.seen, s.address FROM session s "
            "JOIN account a ON a.id = s.account ORDER BY s.seen DESC LIMIT 500"
        ).fetchall()
    return render_template("admin/security.html", locks=locks, sessions=sessions, now=now)


@pages.post("/security/unlock")
@guard.needs(Act.UNLOCK)
def unlock() -> Answer:
    """Forget the failures of an account at an address or in a browser."""
    login, origin = request.form.get("login", ""), request.form.get("origin", "")
    with desk().store.writing() as connection:
        lockouts.unlock(connection, login, origin)
        note(connection, guard.actor(), Act.UNLOCK, f"解锁 {login} {origin}")
    return redirect(url_for("admin.security"), code=303)


@pages.post("/security/end/<int:number>")
@guard.needs(Act.UNLOCK)
def end_session(number: int) -> Answer:
    """End somebody's session."""
    with desk().store.writing() as connection:
        connection.execute("DELETE FROM session WHERE rowid = ?", (number,))
        note(connection, guard.actor(), Act.UNLOCK, f"结束登录 {number}")
    return redirect(url_for("admin.security"), code=303)


@pages.get("/audit")
@guard.needs(Act.AUDIT)
def audit_log() -> str:
    """The audit log, newest first, and whether its chain is whole."""
    before = request.args.get("before", type=numbered)
    lines = audit.lines(desk().store, before=before, most=_PAGE)
    return render_template(
        "admin/audit.html", lines=lines, broken=audit.broken_at(desk().store), acts=NOTED
    )


@pages.get("/audit.csv")
@guard.needs(Act.AUDIT)
def audit_csv() -> Response:
    """All of it as a table."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["序号", "时间", "登录名", "地址", "行为", "对象", "结果", "摘要"])
    for line in reversed(audit.lines(desk().store, most=10**9)):
        cells = (line.number, line.at, line.login or "", line.address,
                 NOTED.get(line.act, line.act), line.object,
                 line.outcome.chinese, line.hash)  # fmt: skip
        writer.writerow([no_formula(str(one)) for one in cells])
    return download(text.getvalue().encode("utf-8-sig"), "审计日志.csv", "text/csv; charset=utf-8")


@pages.get("/backup")
@guard.needs(Act.BACKUP)
def backups() -> str:
    """Backups that were made, and how to restore one."""
    return render_template("admin/backup.html", backups=backup.listed(desk().workspace))


@pages.post("/backup")
@guard.needs(Act.BACKUP)
def make_backup() -> Answer:
    """Make one, verified."""
    made = backup.make(desk().workspace, desk().store)
    with desk().store.writing() as connection:
        note(connection, guard.actor(), Act.BACKUP, made.name)
    return redirect(url_for("admin.backups"), code=303)


@pages.get("/health")
@guard.needs(Act.HEALTH)
def health() -> str:
    """Whether the desk is well: disk, queue, workers, versions."""
    with desk().store.reading() as connection:
        queue = dict(
            connection.execute("SELECT state, COUNT(*) FROM job GROUP BY state").fetchall()
        )
        slow = connection.execute(
            "SELECT MAX(? - made) FROM job WHERE state = 'waiting'", (time.time(),)
        ).fetchone()[0]
        failed = connection.execute(
            "SELECT id, kind, state, made, result FROM job WHERE state IN ('failed', 'expired') "
            "ORDER BY made DESC LIMIT 20"
        ).fetchall()
    disk = shutil.disk_usage(desk().workspace)
    rows = (
        ("本程序", resources.version()),
        ("Python", sys.version.split()[0]),
        ("磁盘剩余", f"{disk.free / 2**30:.1f} GB（共 {disk.total / 2**30:.1f} GB）"),
        ("排队", f"{queue.get('waiting', 0)} 件，最久 {slow or 0:.0f} 秒"),
        ("正在处理", f"{queue.get('running', 0)} 件"),
        ("失败或超时", f"{queue.get('failed', 0) + queue.get('expired', 0)} 件"),
    )
    well = disk.free > 2**30 and (slow or 0) < 60
    return render_template("admin/health.html", rows=rows, well=well, failed=failed)
