"""What summaries, cards and the page call things, for both shipped plans."""

import pytest
from shuangkong import resources
from shuangkong.api import assessing
from shuangkong.assess.explain import judged_lines
from shuangkong.assess.judgement import Outcome
from shuangkong.documents import looks
from shuangkong.documents.export import summary_csv
from shuangkong.documents.figures import Figures
from shuangkong.documents.letters.sentences import judgement_words
from shuangkong.documents.overview import COMPARED, clocks_of
from shuangkong.documents.scorecard import scorecard
from shuangkong.documents.scorecard.live import LiveVerdict, outcome_of
from shuangkong.documents.summary import TOTALS, summary_book
from shuangkong.documents.trends import SHEET, trends_sheet
from shuangkong.vocabulary import View


@pytest.fixture(scope="module")
def hebei():
    return assessing.assess("hebei-13fyp", 2020, resources.samples() / "hebei-13fyp")


def _texts(sheet) -> list[str]:
    found = [c.content for c in (*sheet.cells, *sheet.merges)]
    return [text for text in found if isinstance(text, str)]


def test_a_derived_yearly_value_is_called_that_where_entities_stand_together(hebei) -> None:
    results = tuple(hebei.results.values())
    reckoned = {j.target.id for r in results for j in r.judgements if j.is_reckoned}
    issued = {
        j.target.id
        for r in results
        for j in r.judgements
        if j.view is View.ANNUAL and not j.is_reckoned
    }
    clocks = clocks_of(results)

    assert reckoned
    for target in reckoned:
        assert "年度推算值" in clocks[target, View.ANNUAL]
        assert ("年度目标" in clocks[target, View.ANNUAL]) == (target in issued)
    assert clocks["coal-annual", View.FINAL] == "年度任务"


def test_marks_and_provisional_totals_are_said_in_chinese(hebei) -> None:
    lines = summary_csv(hebei).decode("utf-8-sig").splitlines()

    assert not any(word in lines[1] for word in ("synthetic", "verified", "secondary"))
    provisional = [r for r in hebei.results.values() if r.provisional and r.total is not None]
    assert provisional
    ranking = summary_book(hebei, {}).sheets[0]
    shown = [c for c in ranking.cells if "暂计" in c.style.number]
    assert len(shown) == len(provisional)


def test_the_chart_of_totals_has_no_heading_of_a_table_above_it(hebei) -> None:
    sheets = {sheet.name: sheet for sheet in summary_book(hebei, {}).sheets}

    assert not sheets["排名"].charts
    assert len(sheets[TOTALS].charts) == 1
    assert sheets[TOTALS].repeat is None


def test_in_a_chart_of_many_only_those_are_coloured_who_missed(hebei) -> None:
    history = assessing.earlier(hebei)
    results = [r for r in hebei.results.values() if r.scores]

    sheet = trends_sheet(hebei, results, history)

    assert sheet is not None
    assert sheet.name == SHEET
    for chart in sheet.charts:
        told = {series.name for series in chart.series if not series.quiet}
        title = chart.title.partition("（")[0]
        missed = {
            r.entity.name
            for r in results
            for j in r.judgements
            if j.view is View.PROGRESS and j.target.name == title and j.is_missed
        }
        assert 0 < len(told) <= 6 < len(chart.series)
        assert told == missed or not missed


def test_after_the_last_year_no_card_tells_what_later_years_must_bring(hebei) -> None:
    for result in hebei.results.values():
        book = scorecard(hebei, result)
        assert not [t for s in book.sheets for t in _texts(s) if t.startswith("今后年均")]


def test_points_that_nobody_gave_are_not_drawn() -> None:
    made = assessing.assess("hebei-13fyp", 2020, resources.samples() / "hebei-13fyp-mistakes")
    waiting = [
        r for r in made.results.values() if r.scores and all(s.points is None for s in r.scores)
    ]

    assert waiting
    for result in waiting:
        sheets = [s for s in scorecard(made, result).sheets if s.name == "指标进度"]
        assert "各项得分" not in [chart.title for s in sheets for chart in s.charts]


def test_a_derived_value_is_reached_or_not_in_the_same_words_everywhere(hebei) -> None:
    found = [
        j
        for result in hebei.results.values()
        for j in result.judgements
        if j.is_reckoned and j.outcome in (Outcome.MET, Outcome.NOT_MET)
    ]
    assert {j.outcome for j in found} == {Outcome.MET, Outcome.NOT_MET}

    for j in found:
        said = "达到推算值" if j.outcome is Outcome.MET else "未达到推算值"
        row = judgement_words(j, Figures(), hebei)
        assert row["完成情况"] == f"{looks.SYMBOLS[j.outcome]}{said}"
        assert f"，{said}" in row["叙述"]
        assert next(judged_lines(hebei, j)).startswith(f"【年度推算值】{said}：")
        assert j.clocked == f"年度推算值{said.removesuffix('推算值')}"
        live = outcome_of(LiveVerdict.compared("A1"), j)
        assert live.value == f"{looks.SYMBOLS[j.outcome]} {said}"
        # what it turns to when a figure is tried
        assert '"√ 达到推算值"' in live.formula
        assert '"× 未达到推算值"' in live.formula
        assert live.value in dict(looks.FILLS_OF_TEXTS)


def test_no_sheet_is_made_for_what_nobody_has_figures_of() -> None:
    samples = resources.samples()
    done = assessing.assess("carec-2024", 2024, samples / "carec-2024")

    book = summary_book(done, {}, assessing.earlier(done))
    sheets = [sheet.name for sheet in book.sheets]
    assert COMPARED not in sheets
    assert SHEET not in sheets
    card = scorecard(done, done.results["CN"])
    (data,) = [sheet for sheet in card.sheets if sheet.name == "填报数据"]
    groups = [m.row for m in data.merges if str(m.content).startswith(("一、", "二、"))]
    # the plan gives no number, and no group of none is headed
    assert len(groups) == 1
