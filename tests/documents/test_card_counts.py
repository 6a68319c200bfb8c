"""A card of a scheme that counts shows what counts as met and missed, live."""

from pathlib import Path

import shuangkong
from shuangkong.assess.result import Assessment
from shuangkong.documents.book import Live
from shuangkong.documents.fast import Writer
from shuangkong.documents.scorecard import scorecard
from shuangkong.documents.xlsx import write_book

from tests.documents.recalc import differences

PLAN = "national-15fyp-carbon"


def assessed() -> Assessment:
    header = "entity,indicator,year,value,unit\n"
    return shuangkong.assess(PLAN, 2026, {"数据.csv": header.encode()}, checked=False)


def test_classes_are_counted_by_formula(tmp_path: Path) -> None:
    done = assessed()
    result = next(r for r in done.results.values() if r.counts)
    book = scorecard(done, result)
    path = tmp_path / "card.xlsx"
    path.write_bytes(write_book(book))

    said = [m.content.value for m in book.sheets[0].merges if isinstance(m.content, Live)]

    assert [text for text in said if str(text).startswith("达标")]
    assert differences(path) == []
    Writer().write_quickly(book)
