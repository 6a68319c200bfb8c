"""What somebody had typed when their session ended: carried through the login, not lost.

It is on the login page as hidden fields, and after the login on a page that sends it where it was
meant to go, once its author says so. Nothing of it is kept on the server; passwords and files are
not carried.
"""

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

_MARK = "kept-"
_NEVER = frozenset({"password", "old", "new", "again"})


def login_page(login: str) -> Response:
    """The login page, with what this request would have written; `login` is whose it was."""
    typed = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in _NEVER and value
    ]
    page = render_template(
        "login.html", to=request.path, error=None, kept=typed, of=login,
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
