"""Who sent data is counted once, whichever paper tells it."""

import csv
import io
import json
from dataclasses import replace

import shuangkong
from shuangkong import resources
from shuangkong.documents.export import summary_csv
from shuangkong.documents.figures import Figures
from shuangkong.documents.letterhead import Letterhead
from shuangkong.documents.letters.circular import circular_words
from shuangkong.documents.results import results_json
from shuangkong.documents.scorecard.build import scorecard
from shuangkong.reporting import NOTHING_USABLE, ReportState

from tests.documents import small


def test_a_file_of_which_nothing_could_be_taken_is_no_data_in_any_paper() -> None:
    made = small.assessment()
    unread = replace(made.results["C"], submitted=False)
    made = replace(made, results={**made.results, "C": unread})
    assert unread.reported is ReportState.TO_CORRECT

    words = circular_words(made, Letterhead(), Figures())
    table = csv.DictReader(io.StringIO(summary_csv(made).decode("utf-8-sig")))
    content = b"".join(results_json(made, dict.fromkeys(made.results, "{}"), {}, ""))
    told = [c.content for c in scorecard(made, unread).sheets[0].merges]

    assert words["参评范围"] == "已报送可用数据的2个考核对象"
    assert [row["已填报"] for row in table].count("是") == 2
    assert json.loads(content)["reported"] == 2
    assert any(NOTHING_USABLE in str(text) for text in told)
    assert not any("没有收到" in str(text) for text in told)


def test_who_sent_nothing_is_told_that_alone_where_indicators_are_counted() -> None:
    made = shuangkong.assess(resources.samples() / "carbon-15fyp", 2026, {})

    rows = circular_words(made, Letterhead(), Figures())["计数表"]

    assert isinstance(rows, list)
    assert rows
    assert {(row["达标情况"], row["备注"]) for row in rows} == {("—", "尚未报送数据")}
    assert {r.grade_reason for r in made.results.values()} == {"尚未报送数据，暂不定级"}
