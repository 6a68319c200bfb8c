"""Where a person decides within a band: what the card says, and who is asked for what."""

import datetime
import random
import shutil
from decimal import Decimal as D
from pathlib import Path

import pytest
import shuangkong
from shuangkong import resources
from shuangkong.assess.assess import assess
from shuangkong.assess.judgement import Judgement, Outcome
from shuangkong.assess.result import Assessment
from shuangkong.documents import looks
from shuangkong.documents.book import LiveFormula
from shuangkong.documents.figures import Figures
from shuangkong.documents.letterhead import Letterhead
from shuangkong.documents.letters.returned import return_words
from shuangkong.documents.owed import owed
from shuangkong.vocabulary import Decision, DecisionKind

from tests.documents.edits import Card, Edit, card_of, engine_on, typed, wrong

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
YEAR = 2027
FACTORS = [D("0.6"), D("0.9"), D("0.97"), D("1.02"), D("1.06"), D("1.4")]
LADDER = """    rule: ladder
    target: carbon-total
    view: progress
    steps:
      - {at_most: 0%, points: 40}
      - {at_most: 2%, points: 25}
      - {at_most: 5%, points: 10}
      - {points: 0}
"""
STEPS = """    rule: steps
    target: carbon-total
    view: progress
    steps:
      - {at_least: 100%, points: 40}
      - {at_least: 95%, points: 30}
      - {points: 0}
    bonus: {each: 1%, points: 1, most: 3}
"""
ALL = "    rule: all_or_nothing\n    target: carbon-total\n    view: progress\n"


def edited(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def demo(folder: Path, *, band: str, rule: str) -> Assessment:
    """The carbon sample, whose two allocated targets are an 'about' now."""
    shutil.copytree(resources.samples() / "carbon-demo", folder)
    (targets,) = (folder / "targets").glob("*.yaml")
    edited(targets, "    allocated: true\n", "    allocated: true\n    about: true\n")
    edited(targets, "        exempts: [carbon-total]\n", "")
    edited(folder / "plan.yaml", "  about: decision\n", f"  about: decision\n{band}")
    (scheme,) = (folder / "schemes").glob("*.yaml")
    edited(scheme, LADDER, rule)
    return shuangkong.assess(folder, YEAR, folder / "data", checked=False)


def ranged(folder: Path) -> Assessment:
    """The carbon sample with ranges for its first target, of which some miss both edges."""
    shutil.copytree(resources.samples() / "carbon-demo", folder)
    for value in ("17", "18", "16", "15"):
        edited(folder / "allocations.csv", f",,{value},%", f",,{value}~{int(value) + 40},%")
    (targets,) = (folder / "targets").glob("*.yaml")
    edited(targets, "        exempts: [carbon-total]\n", "")
    (scheme,) = (folder / "schemes").glob("*.yaml")
    edited(scheme, LADDER, ALL)
    return shuangkong.assess(folder, YEAR, folder / "data", checked=False)


def decided(done: Assessment, choice: str) -> Assessment:
    """The same year after somebody decided on every band."""
    return assess(
        done.declarations,
        done.year,
        done.observations,
        done.measures,
        overlay=done.overlay,
        decisions=[
            Decision(
                kind=DecisionKind.BAND,
                target=target,
                choice=choice,
                by="李主任",
                reason="经核实",
                at=datetime.date(2028, 3, 1),
            )
            for target in ("carbon-intensity", "carbon-total")
        ],
    )


def in_band(done: Assessment) -> list[Judgement]:
    found = [j for r in done.results.values() for j in r.judgements]
    return [j for j in found if j.outcome is Outcome.OVERRIDDEN]


def figures(card: Card, some: random.Random) -> dict[int, Edit]:
    values = card.assessment.observations["value"]
    rows = some.sample(sorted(card.observed), min(len(card.observed), 2))
    made: dict[int, Edit] = {}
    for row in rows:
        factor = some.choice([None, *FACTORS])
        made[row] = factor and (D(repr(values[row] or 1.0)) * factor).quantize(D("0.0001"))
    return made


@pytest.mark.parametrize("band", ["  about_band: 20\n", ""])
@pytest.mark.parametrize("choice", ["met", "not_met", None])
def test_a_card_says_of_figures_within_and_beyond_the_band_what_the_engine_says(
    tmp_path: Path, band: str, choice: str | None
) -> None:
    done = demo(tmp_path / "carbon-demo", band=band, rule=ALL)
    done = decided(done, choice) if choice else done
    assert bool(in_band(done)) == bool(choice)

    assert_card_follows(done, random.Random(f"{band} {choice}"), tmp_path / "card.xlsx")


@pytest.mark.parametrize("choice", ["met", "not_met", None])
def test_a_card_whose_range_was_missed_by_both_edges_knows_both(
    tmp_path: Path, choice: str | None
) -> None:
    """A figure typed between them waits for a person, or is what one decided of such figures."""
    done = ranged(tmp_path / "carbon-demo")
    missed = [
        j
        for r in done.results.values()
        for j in r.judgements
        if j.banded and j.outcome is Outcome.NOT_MET and not j.in_band
    ]
    assert missed
    assert all(any(i.label.endswith("（较严一端）") for i in j.inputs) for j in missed)
    done = decided(done, choice) if choice else done

    assert_card_follows(done, random.Random(f"edges {choice}"), tmp_path / "card.xlsx")


@pytest.mark.parametrize(
    ("rule", "band", "open_once"),
    [
        (ALL, 20, {"total"}),
        (LADDER, 60, {"intensity", "total"}),
        (STEPS, 20, {"total"}),
    ],
)
def test_a_verdict_that_waits_for_a_person_follows_what_is_typed_over(
    tmp_path: Path, rule: str, band: int, open_once: set[str]
) -> None:
    """And the points that rest on it: all or none, a table of cases, a ratio with its steps."""
    done = demo(tmp_path / "carbon-demo", band=f"  about_band: {band}\n", rule=rule)
    some, counted = random.Random("waits"), set[str]()
    for result in done.results.values():
        waits = {n: j for n, j in enumerate(result.judgements) if j.in_band}
        card = card_of(done, result.entity.code)
        front = card.book.sheets[0].cells
        rows = [c.row for c in front if c.style == looks.OUTCOME]
        live = {c.row for c in front if c.col == 9 and isinstance(c.content, LiveFormula)}
        assert {rows[n] for n in waits} <= live
        tried = [figures(card, some) for _ in waits]
        own = {
            i.observation
            for j in waits.values()
            for i in j.inputs
            if i.name.endswith(f"_{YEAR}") and i.observation is not None
        }
        tried += [{row: value} for row in own for value in (D(1), D(99999))]
        open_ = [score.item.id for score in result.scores if score.points is None]
        for seen in tried:
            expected = engine_on(card, seen, {})
            assert wrong(card, expected, typed(card, seen, {}, tmp_path / "card.xlsx")) == []
            given = {s.item.id for s in expected.scores if s.points is not None}
            counted |= given.intersection(open_)
    assert counted == open_once


def assert_card_follows(done: Assessment, some: random.Random, path: Path) -> None:
    codes = sorted({j.entity.code for r in done.results.values() for j in r.judgements if j.banded})
    for _ in range(6):
        card = card_of(done, some.choice(codes))
        seen = figures(card, some)
        expected = engine_on(card, seen, {})
        assert wrong(card, expected, typed(card, seen, {}, path)) == []


def test_an_edge_that_no_clause_prints_says_who_drew_it(tmp_path: Path) -> None:
    done = demo(tmp_path / "carbon-demo", band="  about_band: 20\n", rule=LADDER)

    found = [j for r in done.results.values() for j in r.judgements if j.in_band]
    edges = [i for j in found for i in j.inputs if i.label.endswith("（较宽一端）")]

    assert edges
    assert all("“左右”的幅度为所印数字的20%" in i.source for i in edges)


def test_points_by_a_ratio_are_open_on_the_card_beyond_the_band(tmp_path: Path) -> None:
    """A decided verdict has no ratio, so that nothing on the card says how they are reckoned."""
    done = demo(tmp_path / "carbon-demo", band="  about_band: 20\n", rule=LADDER)
    done = decided(done, "not_met")
    keys = {key for r in done.results.values() for s in r.scores for key in s.judgements}
    total = next(j for j in in_band(done) if j.target.id == "carbon-total" and j.key in keys)
    card = card_of(done, total.entity.code)
    row = next(i.observation for i in total.inputs if i.name == f"carbon_total_{YEAR}")
    assert row is not None

    engine = typed(card, {row: D(1)}, {}, tmp_path / "card.xlsx")

    front = card.book.sheets[0]
    (item,) = (c.row for c in front.cells if c.content == D(40) and c.col == 3)
    assert engine.get_value(front.name, item + 1, 6) == "待定"


def test_what_a_person_has_to_decide_is_owed_by_the_office_and_asked_of_no_city(
    tmp_path: Path,
) -> None:
    done = demo(tmp_path / "carbon-demo", band="  about_band: 20\n", rule=LADDER)
    waiting = [
        (r, j) for r in done.results.values() for j in r.judgements if j.in_band and r.assessed
    ]
    assert waiting

    rows = [r for r in owed(done) if r.kind == "结论待裁定"]

    assert {r.what for r in rows} == {j.target.name for _, j in waiting}
    assert all("裁定是否视为完成" in r.mend for r in rows)
    for result, judgement in waiting:
        words = return_words(done, result, Letterhead(), Figures())
        assert judgement.target.name not in str(words["待补事项"])
