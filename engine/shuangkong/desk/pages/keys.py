"""Keys for programs: the administrator makes them and takes them back."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from .. import accounts, guard, keys
from ..acts.base import note
from ..context import desk
from ..numbers import numbered
from ..rights import Act

pages = Blueprint("keys", __name__, url_prefix="/admin/keys")


@pages.get("/")
@guard.needs(Act.KEYS)
def all_keys() -> str:
    """Every key there is or was, and a new one."""
    return _page(None)


def _page(made: tuple[str, str] | None) -> str:
    with desk().store.reading() as connection:
        found = keys.listed(connection)
    people = [a for a in accounts.all_accounts(desk().store) if keys.may_have(a)]
    return render_template("admin/keys.html", keys=found, people=people, made=made)


@pages.post("/")
@guard.needs(Act.KEYS)
def make() -> str:
    """Make a key; it is on the answer and nowhere else."""
    number = request.form.get("account", type=numbered)
    name = request.form.get("name", "")
    with desk().store.writing() as connection:
        account = accounts.by_id(connection, number or 0)
        if account is None:
            abort(400)
        key = keys.make(connection, account, name)
        note(connection, guard.actor(), Act.KEYS, f"建立 {account.login}“{name.strip()}”")
    return _page((account.login, key))


@pages.post("/<int:number>/end")
@guard.needs(Act.KEYS)
def end(number: int) -> Answer:
    """Take a key back."""
    with desk().store.writing() as connection:
        found = keys.end(connection, number)
        if found is None:
            abort(404)
        note(connection, guard.actor(), Act.KEYS, f"收回 {found.login}“{found.name}”")
    return redirect(url_for("keys.all_keys"), code=303)
