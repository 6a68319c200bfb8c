"""Unknown tables by clicking: the sheet as a grid, what its columns and rows are, a preview."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as Answer

from ...errors import DeskError, IntakeError
from ...intake.designing import grid_of, layout_of, layout_text, preview, preview_kept
from ...intake.layouts import TableRole
from ...intake.reading import Book, read_book
from ...intake.reading.book import letters
from ...ledger.layouts import keep_layout, names_of
from .. import events, guard, layouts, versions
from ..acts.base import note
from ..context import desk
from ..events import Event, Happened
from ..exchange import taken
from ..rights import Act

pages = Blueprint("layouts", __name__, url_prefix="/layouts")


@pages.get("/")
@guard.needs(Act.LAYOUT)
def every() -> str:
    """The layouts kept with the plan, and a table to lay out."""
    declared = desk().declarations
    with desk().store.reading() as connection:
        begun = events.events(connection, kinds=(Happened.LAYOUT_BEGUN,))[::-1]
    return render_template("layouts/every.html", names=names_of(declared), begun=begun[:20],
                           texts=declared.layouts)  # fmt: skip


@pages.post("/")
@guard.needs(Act.LAYOUT)
def begin() -> Answer:
    """Put up a table that is not read, or not with certainty."""
    name, data = taken(request.files.get("file"))
    read_book(name, data)  # one that cannot be opened is refused with the reason
    with desk().store.writing() as connection:
        content = {"name": name, "sha256": versions.keep(connection, data)}
        made = events.add(connection, Happened.LAYOUT_BEGUN, guard.who().id, content=content)
        note(connection, guard.actor(), Act.LAYOUT, name)
    return redirect(url_for("layouts.design", number=made.number), code=303)


@pages.get("/<int:number>")
@guard.needs(Act.LAYOUT)
def design(number: int) -> str:
    """The table as a grid, with what is read from it by the layouts kept so far."""
    begun, book = _begun(number)
    return _page(
        begun, book, request.args.get("of", ""), MultiDict({"file": begun.content["name"]})
    )


@pages.post("/<int:number>")
@guard.needs(Act.LAYOUT)
def see(number: int) -> str:
    """What the layout in the form makes of the table; nothing is kept."""
    begun, book = _begun(number)
    return _page(begun, book, request.form.get("of", ""), request.form, asked=True)


@pages.post("/<int:number>/keep")
@guard.needs(Act.LAYOUT)
def keep(number: int) -> Answer | str:
    """Keep the layout with the plan, where it reads anything."""
    begun, book = _begun(number)
    made = layouts.record(request.form)
    try:
        shown = preview(book, layout_of(made), desk().declarations)
    except IntakeError:
        return _page(begun, book, request.form.get("of", ""), request.form, asked=True)
    if not any(one.recognised for one in shown):
        raise DeskError(
            "这个版式没有读出规划中的任何数据，没有保存\n    怎么改：看预览，补充说明后再保存"
        )
    name = layouts.text(request.form, "name")
    receipt = keep_layout(desk().workspace, name, layout_text(made), guard.who().name)
    with desk().store.writing() as connection:
        note(connection, guard.actor(), Act.LAYOUT, f"{name} {receipt.code}")
    return redirect(url_for("layouts.every"), code=303)


def _page(
    begun: Event, book: Book, sheet_name: str, form: MultiDict[str, str], *, asked: bool = False
) -> str:
    sheets = [s for s in book.sheets if s.state == "visible" and s.cells]
    if not sheets:
        raise DeskError("表里没有内容\n    怎么改：换一个文件")
    sheet = next((s for s in sheets if s.name == sheet_name), sheets[0])
    wrong, found = "", None
    try:
        declared = desk().declarations
        shown = (
            preview(book, layout_of(layouts.record(form)), declared)
            if asked
            else preview_kept(book, declared)
        )
        found = next(p for p in shown if p.sheet == sheet.name)
    except IntakeError as error:
        wrong = str(error)
    grid = grid_of(sheet, rows=layouts.ROWS, cols=layouts.COLUMNS)
    declared = desk().declarations
    width = max((len(row) for row in grid.rows), default=0)
    return render_template(
        "layouts/design.html", begun=begun, sheets=[s.name for s in sheets], sheet=sheet.name,
        grid=grid, columns=[letters(n) for n in range(1, width + 1)], roles=list(TableRole),
        form=form, found=found, wrong=wrong, lines=range(layouts.LINES),
        read=layouts.read_cells(found) if found else frozenset(), texts=layouts.texts(grid),
        entities=list(declared.entities.values()), asked=asked,
        names={code: e.name for code, e in declared.entities.items()},
        indicators=[i for i in declared.indicators.values() if i.formula is None],
    )  # fmt: skip


def _begun(number: int) -> tuple[Event, Book]:
    with desk().store.reading() as connection:
        found = events.events(connection, kinds=(Happened.LAYOUT_BEGUN,))
        begun = next((e for e in found if e.number == number), None) or abort(404)
        data = versions.bytes_of(connection, begun.content["sha256"])
    return begun, read_book(begun.content["name"], data)
