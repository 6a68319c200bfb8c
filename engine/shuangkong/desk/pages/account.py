"""Logging in and out, changing the password, the first page."""

import time

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ...errors import DeskError
from .. import accounts, audit, deciding, guard, kept, keys, sessions, wording
from ..acts import issuing
from ..context import desk
from ..rights import Act, may

pages = Blueprint("account", __name__)


@pages.get("/login")
@guard.public
def login() -> str:
    """The page to log in at."""
    return _login_page(_inside(request.args.get("to", "")), None)


def _login_page(to: str, error: str | None) -> str:
    return render_template(
        "login.html", to=to, error=error, kept=kept.carried(), of=request.form.get("of", ""),
        files=False,
    )  # fmt: skip


@pages.post("/login")
@guard.public
def log_in() -> Response | tuple[str, int]:
    """Check login and password."""
    to = _inside(request.form.get("to", ""))
    tokens = sessions.log_in(
        desk().store,
        request.form.get("login", ""),
        request.form.get("password", ""),
        guard.address(),
        time.time(),
        guard.device(),
    )
    if tokens is None:
        return _login_page(to, wording.LOGIN_REFUSED), 403
    typed, of = kept.carried(), request.form.get("of", "")
    if typed and to:
        same = of in ("", request.form.get("login", "").strip().casefold())
        page = render_template("resume.html", to=to, kept=typed, same=same, of=of)
        response: Response = make_response(page)
    else:
        response = redirect(to or url_for("account.home"), code=303)
    guard.set_cookies(response, tokens)
    return response


@pages.post("/logout")
@guard.needs(Act.LOGOUT)
def log_out() -> Response:
    """End the session."""
    sessions.log_out(desk().store, request.cookies.get(guard.cookie(), ""))
    response = redirect(url_for("account.login"), code=303)
    guard.drop_cookie(response)
    return response


@pages.get("/password")
@guard.needs(Act.PASSWORD)
def password() -> str:
    """The page to change one's password."""
    return render_template("password.html", error=None)


@pages.post("/password")
@guard.needs(Act.PASSWORD)
def change_password() -> Response | tuple[str, int]:
    """Change it; everybody logged in with the old one is logged out."""
    from ..passwords import fits

    who = guard.who()
    old, new = request.form.get("old", ""), request.form.get("new", "")
    error = None
    if not fits(who.password, old):
        error = "原密码不对"
    elif new != request.form.get("again", ""):
        error = "两次输入的新密码不一样"
    else:
        try:
            with desk().store.writing() as connection:
                accounts.set_password(connection, who, new)
                audit.note(connection, "password", who.login, account=who.id, login=who.login,
                           address=guard.address())  # fmt: skip
        except DeskError as refused:
            error = str(refused)
    if error:
        return render_template("password.html", error=error), 400
    here = guard.address(), time.time(), guard.device()
    tokens = sessions.log_in(desk().store, who.login, new, *here)
    response = redirect(url_for("account.home"), code=303)
    if tokens:
        guard.set_cookies(response, tokens)
    return response


@pages.get("/")
@guard.needs(Act.HOME)
def home() -> str:
    """The first page: what this person can do here."""
    with desk().store.reading() as connection:
        own = [k for k in keys.listed(connection, guard.who().id) if k.ended is None]
        decides = may(guard.who().who, Act.DECIDE)
        sent_back = issuing.sent_back(connection) if decides else ()
    refused = deciding.refused_of(desk().workspace, guard.who().name) if decides else ()
    return render_template(
        "home.html", plan=desk().declarations.plan, keys=own, refused=refused,
        sent_back=sent_back,
    )  # fmt: skip


def _inside(address: str) -> str:
    """A path of this desk, or nothing: nobody is sent to another site after the login.

    Browsers drop tabs and line breaks out of an address and read \\ as /, so that what begins
    with a single / may still name another host: such characters are in no path of this desk.
    """
    plain = address.isprintable() and not any(c.isspace() or c == "\\" for c in address)
    return address if plain and address.startswith("/") and not address.startswith("//") else ""
