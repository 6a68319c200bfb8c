"""The desk as a WSGI application."""

import logging
import secrets
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from flask import Flask, Response, g, render_template, request
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException
from werkzeug.routing import IntegerConverter, Map

from .. import resources
from ..errors import ShuangkongError
from . import guard, kept, refilled, wording
from .acts.base import MalformedRequest, Unknown
from .arriving import ARRIVING
from .clock import doubted
from .context import Desk
from .context import desk as current_desk
from .json_api import answers
from .numbers import NUMBERS
from .received import ClosingRequest
from .rights import Act, may
from .store import Store

#: a submission is a workbook or a zip of some; evidence may be scans
BODY_BYTES = 64 * 1024 * 1024
PARTS, FIELDS_BYTES = 60, 512 * 1024

#: modules of `pages`, each with a blueprint `pages`
PAGES = (
    "account",
    "city",
    "mending",
    "handing_in",
    "selfcheck",
    "admin",
    "keys",
    "province",
    "assessing",
    "points",
    "deciding",
    "tracing",
    "papers",
    "ledgers",
    "appeals",
    "history",
    "verdicts",
    "layouts",
)
#: modules of `json_api`, the same acts for programs
API = (
    "described",
    "city",
    "province",
    "points",
    "verdicts",
    "decisions",
    "issuing",
    "appeals",
)


def make_app(workspace: Path, *, secure: bool = False) -> Flask:
    """The application for one workspace.

    Raises:
        DeskError: the workspace's desk cannot be used.
    """
    folder = resources.templates() / "desk"
    app = Flask(
        "shuangkong.desk", template_folder=str(folder), static_folder=str(folder / "static")
    )
    app.jinja_env.undefined = StrictUndefined
    app.url_map.converters["int"] = _Number
    app.request_class = ClosingRequest
    app.config.update(
        MAX_CONTENT_LENGTH=BODY_BYTES,
        MAX_FORM_PARTS=PARTS,
        MAX_FORM_MEMORY_SIZE=FIELDS_BYTES,
    )
    app.extensions["shuangkong"] = Desk(workspace, Store.beside(workspace), secure)
    guard.install(app)
    for name in PAGES:
        app.register_blueprint(import_module(f".pages.{name}", __package__).pages)
    for name in API:
        app.register_blueprint(import_module(f".json_api.{name}", __package__).api)
    app.context_processor(_shared)
    app.register_error_handler(HTTPException, _told)
    app.register_error_handler(Exception, _fault)
    return app


class _Number(IntegerConverter):
    """A number in an address; one that nothing can have leads nowhere."""

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=NUMBERS)


def _shared() -> dict[str, object]:
    """What every page knows."""
    account = g.get("account")

    def can(act: str, entity: str | None = None) -> bool:
        return account is not None and may(account.who, Act(act), entity)

    left = guard.minutes_left()
    odd = doubted(current_desk().store) if account is not None else None
    return {
        "account": account, "can": can, "minutes_left": left, "time": wording.time,
        "clock": odd,
    }  # fmt: skip


def _told(error: HTTPException) -> tuple[str, int] | Response | HTTPException:
    if error.code is None or error.code < 400:
        return error
    # of a body that came too slowly only its end is told
    arriving = request.environ.get(ARRIVING)
    code = (arriving.refused if arriving is not None else None) or error.code
    title, what = wording.HTTP.get(code, wording.HTTP[500])
    return _said(code, title, what)


def _fault(error: Exception) -> tuple[str, int] | Response:
    """No traceback reaches a user: an id does, and the log has the rest."""
    if isinstance(error, Unknown):
        return _said(404, *wording.HTTP[404])
    if isinstance(error, MalformedRequest):
        return _said(400, wording.HTTP[400][0], str(error), kept.texts())
    if isinstance(error, ShuangkongError):
        guard.failed(str(error).partition("\n")[0])
        return _said(409, "不能这样做", wording.at_the_desk(error), kept.texts())
    number = secrets.token_hex(4)
    guard.failed(f"编号 {number}")
    logging.getLogger("shuangkong.desk").exception("fault %s", number)
    what = f"程序内部错误（编号 {number}）。没有确认的操作没有记录；请把编号告诉系统管理员。"
    return _said(500, "出错了", what)


def _said(
    code: int, title: str, what: str, typed: Sequence[str] = ()
) -> tuple[str, int] | Response:
    """What went wrong, as a page or, to a program, as JSON (RFC 9457).

    What somebody had typed is on the page, in its form where that is still there: no browser has it
    any more after a refusal.
    """
    if guard.by_program():
        return answers.problem(code, title, what)
    page = refilled.again(title, what, typed) if code in (400, 409) else None
    if page is None:
        place = refilled.sent_from()
        page = render_template("error.html", title=title, what=what, typed=typed, back=place)
    return page, code
