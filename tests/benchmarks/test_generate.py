from pathlib import Path

import polars as pl
import pytest
from shuangkong.api.assessing import assess
from shuangkong.declarations.load import load
from shuangkong.vocabulary import frames

from benchmarks.generate import in_pieces, monthly, observations, workbooks
from benchmarks.places import COUNTRY, Size, places
from benchmarks.plan import write_plan

SMALL = Size(2, 4, 9, 3)


def test_country_has_its_provinces_prefectures_and_counties() -> None:
    found = places(COUNTRY)
    counted = {k: sum(p.kind == k for p in found) for k in ("province", "city", "county")}
    assert counted == {"province": 31, "city": 333, "county": 2843}
    assert len({p.code for p in found}) == len({p.name for p in found}) == COUNTRY.entities


def test_every_place_stands_after_the_one_above_it() -> None:
    seen = {""}
    for place in places(SMALL):
        assert place.parent in seen
        seen.add(place.code)


def test_observations_have_the_contract_columns_and_one_row_per_figure() -> None:
    made = observations(places(Size(400)), 30)
    assert made.schema == pl.Schema(frames.OBSERVATIONS)
    assert not made.select("entity", "indicator", "year").is_duplicated().any()
    assert 0 < 401 * 30 * 15 - made.height < 40  # a few figures are lacking


def test_the_same_arguments_give_the_same_figures() -> None:
    made = observations(places(Size(1)), 3)
    assert made["value"][:4].to_list() == [10591.93, 10347.12, 10107.97, 9874.35]


def test_pieces_put_together_are_the_whole() -> None:
    found = places(SMALL)
    assert pl.concat(in_pieces(found, 4, piece=5)).equals(observations(found, 4))


def test_monthly_reports_run_up_to_the_year() -> None:
    users = [p for p in places(SMALL) if p.kind == "unit"]
    made = monthly(users, 2, 2020)
    assert made.height == 3 * 2 * 12
    assert made["period"].unique().sort().to_list()[::11] == ["2020-01", "2020-12"]
    assert made.filter(pl.col("period") == "2020-12")["value"].to_list() == pytest.approx(
        observations(users, 2, [2020])["value"].to_list()
    )


def test_the_invented_plan_loads_and_its_forms_are_read_whole(tmp_path: Path) -> None:
    found = places(Size(1, 2))
    plan = write_plan(tmp_path / "synthetic", found, 8)
    assert len(load(plan).targets) == 8
    workbooks(plan, tmp_path / "forms", found[2:], 8)
    assessment = assess(plan, 2020, tmp_path / "forms")
    assert assessment.observations.height == 2 * 8 * 6
    assert {"met", "not_met"} <= set(assessment.outcomes["outcome"])
