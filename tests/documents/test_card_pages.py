"""What an official reads on a card: whose figures these are, from where, under which heading."""

import shuangkong
from shuangkong import resources
from shuangkong.documents.scorecard import scorecard


def test_every_sheet_repeats_a_heading_and_names_no_file_of_declarations() -> None:
    done = shuangkong.assess(
        "hebei-13fyp", 2020, resources.samples() / "hebei-13fyp", checked=False
    )
    book = scorecard(done, done.results["130400"])
    data = next(s for s in book.sheets if s.name == "填报数据")
    basis = next(s for s in book.sheets if s.name == "依据")
    said = [str(c.content) for c in data.cells]

    assert all(sheet.repeat is not None for sheet in book.sheets)
    assert not [text for text in said if "allocations.csv" in text]
    assert any("分解表第" in text for text in said)
    assert "目标值" not in said
    ids = set(done.declarations.targets)
    assert not [c.content for c in basis.cells if c.content in ids]
