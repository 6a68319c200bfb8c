"""指标进度 is never an empty page, and never says that there is nothing beside its charts."""

import pytest
import shuangkong
from shuangkong import resources
from shuangkong.documents.scorecard import scorecard
from shuangkong.documents.scorecard.progress import SHEET


@pytest.mark.parametrize(
    ("plan", "year", "data", "drawn"),
    [
        ("carbon-15fyp", 2026, "carbon-15fyp/data", False),
        ("hebei-13fyp", 2020, "hebei-13fyp", True),
    ],
)
def test_where_there_is_nothing_to_draw_the_sheet_says_so(
    plan: str, year: int, data: str, drawn: bool
) -> None:
    samples = resources.samples()
    folder = samples / plan
    declared = str(folder) if (folder / "plan.yaml").exists() else plan
    assessment = shuangkong.assess(declared, year, samples / data)

    for result in list(assessment.results.values())[:3]:
        (sheet,) = [s for s in scorecard(assessment, result).sheets if s.name == SHEET]
        texts = [c.content for c in (*sheet.cells, *sheet.merges) if isinstance(c.content, str)]
        assert bool(sheet.charts) is drawn
        assert any("没有可以画出的进度" in text for text in texts) is not drawn
