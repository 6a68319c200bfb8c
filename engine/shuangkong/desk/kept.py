"""What somebody had typed when their session ended, or when it was refused: not lost.

At the end of a session it is carried through the login: on the login page as hidden fields, and
after the login on a page that sends it where it was meant to go, once its author says so. A page
that says why something was refused shows it. Nothing of it is kept on the server; passwords and
files are not carried.
"""

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from .refilled import PAGE

_MARK = "kept-"
_NEVER = frozenset({"password", "old", "new", "again"})
#: what forms send besides, which nobody typed
_UNSEEN = frozenset(
    {"sha256", "head", "key", "number", "of", "origin", "to", "wishes", "filed", PAGE}
)


def login_page(login: str) -> Response:
    """The login page, with what this request would have written; `login` is whose it was."""
    page = render_template(
        "login.html", to=request.path, error=None, kept=_typed(), of=login,
        files=bool(request.files),
    )  # fmt: skip
    return make_response(page, 403)


def carried() -> list[tuple[str, str]]:
    """What the login page carried along."""
    return [
        (name.removeprefix(_MARK), value)
        for name, value in request.form.items(multi=True)
        if name.startswith(_MARK)
    ]


def texts() -> list[str]:
    """What was typed or chosen, for a page that says why it was refused."""
    return [value for name, value in _typed() if name not in _UNSEEN]


def _typed() -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in _NEVER and value
    ]
