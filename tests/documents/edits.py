"""A scorecard and the engine on the same edit: what one says of it, the other must say."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import formualizer as fz
import polars as pl
from shuangkong.assess.assess import assess
from shuangkong.assess.result import Assessment, EntityResult
from shuangkong.documents import looks
from shuangkong.documents.book import LiveFormula, PrintedBook
from shuangkong.documents.scorecard import scorecard
from shuangkong.documents.scorecard.data import SHEET as DATA
from shuangkong.documents.scorecard.inputs import all_inputs
from shuangkong.documents.xlsx import write_book

#: what is typed over a figure: a number, nothing, or a text
Edit = Decimal | None | str


@dataclass(frozen=True)
class Card:
    """A scorecard that can be computed anew, and where the figures to try stand in it."""

    book: PrintedBook
    assessment: Assessment
    result: EntityResult
    #: rows of 填报数据 (from 0) by the row of the observations, and of the measures
    observed: Mapping[int, int]
    measured: Mapping[int, int]


def card_of(assessment: Assessment, code: str) -> Card:
    result = assessment.results[code]
    book = scorecard(assessment, result)
    sheet = next(s for s in book.sheets if s.name == DATA)
    unlocked = [c for c in sheet.cells if c.style.unlocked]
    inputs = [i.observation for i in all_inputs(result) if i.observation is not None]
    observed = list(dict.fromkeys(inputs))
    parts = [p for s in result.scores for p in s.parts if p.measure is not None or p.points is None]
    rows = [c.row for c in unlocked]
    assert len(rows) == len(observed) + len(parts)
    measured = {
        p.measure: row
        for p, row in zip(parts, rows[len(observed) :], strict=True)
        if p.measure is not None
    }
    return Card(book, assessment, result, dict(zip(observed, rows, strict=False)), measured)


def engine_on(card: Card, observed: Mapping[int, Edit], measured: Mapping[int, Edit]) -> Any:
    """The engine's result where these figures are others, or are not there."""
    done = card.assessment
    again = assess(
        done.declarations,
        done.year,
        _edited(done.observations, "value", observed),
        _edited(done.measures, "points", measured),
        overlay=done.overlay,
        decisions=done.decisions,
        verdicts=done.verdicts,
    )
    return again.results[card.result.entity.code]


def _edited(frame: pl.DataFrame, column: str, edits: Mapping[int, Edit]) -> pl.DataFrame:
    values = frame[column].to_list()
    for row, edit in edits.items():
        values[row] = float(edit) if isinstance(edit, Decimal) else None
    return frame.with_columns(pl.Series(column, values, dtype=frame[column].dtype))


def typed(
    card: Card, observed: Mapping[int, Edit], measured: Mapping[int, Edit], path: Path
) -> Any:
    """The workbook after somebody typed over these figures, as formualizer computes it."""
    typed_over(card, observed, measured, path)
    engine = fz.load_workbook(str(path))
    engine.evaluate_all()
    return engine


def typed_over(
    card: Card, observed: Mapping[int, Edit], measured: Mapping[int, Edit], path: Path
) -> None:
    """Write the workbook after somebody typed over these figures."""
    at = {card.observed[n]: e for n, e in observed.items()}
    at |= {card.measured[n]: e for n, e in measured.items()}
    sheets = tuple(
        sheet
        if sheet.name != DATA
        else replace(
            sheet,
            cells=tuple(
                c._replace(content=at[c.row]) if c.row in at and c.style.unlocked else c
                for c in sheet.cells
            ),
        )
        for sheet in card.book.sheets
    )
    path.write_bytes(write_book(replace(card.book, sheets=sheets)))


def wrong(card: Card, expected: EntityResult, engine: Any) -> list[str]:
    """Where the front page says something else than the engine."""

    def at(row: int, col: int) -> object:
        return engine.get_value(front.name, row + 1, col + 1)

    front = card.book.sheets[0]
    outcomes = [c.row for c in front.cells if c.style == looks.OUTCOME]
    pairs: list[tuple[str, object, object]] = []
    for row, then, now in zip(outcomes, card.result.judgements, expected.judgements, strict=True):
        if isinstance(_content(card, row, 9), LiveFormula):
            pairs.append((then.key, at(row, 9), looks.verdict_text(now)))
    below = (c for c in front.cells if c.row > outcomes[-1] and c.col == 3)
    scores = [c.row for c in below if isinstance(c.content, Decimal)]
    for row, score in zip(scores, expected.scores, strict=False):
        if isinstance(_content(card, row, 5), LiveFormula):
            given: object = "不计" if score.scaled_out else "待定"
            given = given if score.points is None else float(score.points)
            pairs.append((score.item.id, at(row, 5), given))
    if expected.counts:
        grade = expected.grade.name if expected.grade else "暂不定级"
        summary = next(c.row for c in front.cells if c.content == "考核对象")
        if isinstance(_content(card, summary, 5), LiveFormula):
            pairs.append(("grade", at(summary, 5), grade))
    if expected.scores:
        total = "待定" if expected.total is None else float(expected.total)
        grade = expected.grade.name if expected.grade else "暂不定级"
        summary = next(c.row for c in front.cells if c.content == "考核对象")
        pairs += [("total", at(summary, 3), total), ("grade", at(summary, 5), grade)]
    return [f"{name}: {found!r} ≠ {due!r}" for name, found, due in pairs if not _same(found, due)]


def _content(card: Card, row: int, col: int) -> object:
    return next(c.content for c in card.book.sheets[0].cells if (c.row, c.col) == (row, col))


def _same(found: object, due: object) -> bool:
    if isinstance(found, int | float) and isinstance(due, float):
        return abs(found - due) < 1e-9
    return found == due
