"""Scorecards and letters of many entities, against the libraries that write them one by one."""

from collections.abc import Mapping
from pathlib import Path

from docxtpl import DocxTemplate
from shuangkong.assess.assess import assess
from shuangkong.assess.result import Assessment
from shuangkong.declarations.load import read
from shuangkong.documents.docx import environment
from shuangkong.documents.fast import Writer
from shuangkong.documents.figures import Figures
from shuangkong.documents.letterhead import Letterhead
from shuangkong.documents.letters.draft import Drafting, draft_letter
from shuangkong.documents.letters.kinds import template_path
from shuangkong.documents.letters.words import entity_words
from shuangkong.documents.scorecard import scorecard
from shuangkong.documents.xlsx import write_book

from ..generate import observations
from ..places import Size, places
from ..plan import LAST, write_plan
from ..stage import Stage
from ..timing import Work

INDICATORS = 8


def assessed(folder: Path, count: int) -> Assessment:
    """An assessment of `count` provinces and nobody else."""
    entities = places(Size(count))
    plan, _ = read(write_plan(folder / f"documents-{count}", entities, INDICATORS))
    assert plan is not None
    return assess(plan, LAST, observations(entities, INDICATORS, range(2015, 2021)))


def _scorecards(folder: Path, size: int) -> Mapping[str, Work]:
    done = assessed(folder, size)
    books = [scorecard(done, result) for result in done.results.values()]

    def writing() -> None:
        writer = Writer()
        for book in books:
            writer.write(book)

    def both() -> None:
        writer = Writer()
        for result in done.results.values():
            writer.write(scorecard(done, result))

    return {
        "XlsxWriter, one by one": lambda: [write_book(book) for book in books],
        "engine, writing": writing,
        "engine, laying out and writing": both,
    }


def _letters(folder: Path, size: int) -> Mapping[str, Work]:
    done = assessed(folder, size)
    template = template_path("result", None)
    words = [entity_words(done, r, Letterhead(), Figures()) for r in done.results.values()]

    def one_by_one() -> None:
        for given in words:
            document = DocxTemplate(template)
            document.render(given, jinja_env=environment(), autoescape=True)
            document.save(folder / "letter.docx")

    def engine() -> None:
        for result in done.results.values():
            draft_letter(done, result, "result", Drafting())

    return {"docxtpl, one by one": one_by_one, "engine": engine}


STAGES = (
    Stage(
        id="scorecards",
        title="Scorecards in bulk",
        prepare=_scorecards,
        goals={"engine, writing": 0.25, "engine, laying out and writing": 0.15},
        unit="entities",
        size=60,
        quick=5,
        sizes=(15, 30, 60, 120),
        note="Both write the same workbooks, part for part; laying them out is shown on top.",
    ),
    Stage(
        id="letters",
        title="Letters in bulk",
        prepare=_letters,
        goals={"engine": 0.05},
        unit="entities",
        size=60,
        quick=5,
        sizes=(15, 30, 60, 120),
        note="The floor fills words that are ready; the engine finds and traces them too.",
    ),
)
