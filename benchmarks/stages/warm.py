"""What somebody waits for at a screen: in a process that is warm, as the desk is."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from functools import partial
from pathlib import Path

from shuangkong.api.assessing import explain
from shuangkong.api.submissions import check, read
from shuangkong.declarations.load import load
from shuangkong.desk.assessed import assessed
from shuangkong.documents.entity import Common, draft
from shuangkong.documents.letters.draft import Drafting
from shuangkong.documents.order import declared_order
from shuangkong.documents.scorecard import scorecard
from shuangkong.documents.xlsx import write_book
from shuangkong.ledger.begin import init
from shuangkong.ledger.database import path_of
from shuangkong.ledger.submit import submit

from ..generate import long_tables
from ..places import COUNTRY, PROVINCE
from ..plan import LAST
from ..stage import Stage
from ..timing import Work
from .whole import INDICATORS, planned, prepared


def _form(folder: Path, count: int) -> Mapping[str, Work]:
    """One form among the plan of a province; all passes of a round are timed together."""
    plan, forms, entities = prepared(folder, PROVINCE, count)
    declarations = load(plan)
    path = forms / f"{entities[0].code}.xlsx"
    data = {path.name: path.read_bytes()}

    def times(work: Work) -> Work:
        return lambda: [work() for _ in range(_PASSES)]

    return {
        "reading it": times(partial(read, declarations, LAST, data)),
        "check": times(partial(check, declarations, LAST, data)),
    }


_PASSES = 10


def _city(folder: Path, count: int) -> Mapping[str, Work]:
    """Verdicts and explanation of one entity, from a ledger that many have handed in to."""
    plan, entities = planned(folder, COUNTRY, count)
    workspace = folder / f"ledger-{count}"
    init(workspace, str(plan), "示例")
    # forms would take minutes to write and as long to read, and come to the same ledger
    tables = long_tables(folder / f"long-{count}", entities, INDICATORS, piece=_PIECE)
    submit(workspace, tables, LAST, "示例")
    code = entities[len(entities) // 2].code
    place = _place(workspace, code)

    def rows() -> None:
        with closing(sqlite3.connect(path_of(workspace))) as connection:
            sql = "SELECT * FROM observation WHERE submission = ? AND ordinal BETWEEN ? AND ?"
            connection.execute(sql, place).fetchall()

    def verdicts() -> None:
        done = assessed(workspace, LAST).assessment
        target = done.results[code].judgements[0].target.id
        _ = explain(done, code, target).text

    return {"one SQLite read of its rows": rows, "verdicts and explain": verdicts}


def _place(workspace: Path, code: str) -> tuple[int, int, int]:
    """Where an entity's rows are: a read of them looks at nothing else."""
    with closing(sqlite3.connect(path_of(workspace))) as connection:
        sql = "SELECT submission, MIN(ordinal), MAX(ordinal) FROM observation WHERE entity = ?"
        found: tuple[int, int, int] = connection.execute(sql, (code,)).fetchone()
    return found


#: entities in a table: what a province of the country has
_PIECE = 92


def _card(folder: Path, count: int) -> Mapping[str, Work]:
    """One entity's scorecard, and all of its documents, among a province."""
    from shuangkong.api.assessing import assess, earlier

    plan, forms, _ = prepared(folder, PROVINCE, count)
    done = assess(load(plan), LAST, forms)
    history = earlier(done)
    common = Common.of(done, history, {}, Drafting())
    one = declared_order(done)[-1]
    book = scorecard(done, one, history=history)
    return {
        "XlsxWriter, its scorecard": lambda: write_book(book),
        "its scorecard and letters, from the results": lambda: draft(common, (1, one)),
    }


STAGES = (
    Stage(
        id="check-form",
        title="Check one form, warm",
        prepare=_form,
        goals={"check": 3.0},
        unit="entities in the plan",
        size=193,
        quick=8,
        rounds=9,
    ),
    Stage(
        id="one-card",
        title="One entity's documents, warm",
        prepare=_card,
        goals={"its scorecard and letters, from the results": 1.1},
        unit="entities in the plan",
        size=96,
        quick=8,
        rounds=9,
    ),
    Stage(
        id="one-city",
        title="One city's verdicts and explain, warm, from a ledger",
        prepare=_city,
        goals={"verdicts and explain": 10.0},
        unit="entities, five years and the base year of each",
        size=2843,
        quick=8,
        rounds=9,
        note="As the desk does it: the year is assessed once for each state of the ledger.",
    ),
)
