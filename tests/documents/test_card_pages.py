"""What an official reads on a card: whose figures these are, from where, under which heading."""

import shuangkong
from shuangkong import resources
from shuangkong.documents.grid import Grid
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


def test_every_declared_number_says_whose_it_is_also_where_many_share_it() -> None:
    done = shuangkong.assess(
        "hebei-13fyp", 2020, resources.samples() / "hebei-13fyp", checked=False
    )
    book = scorecard(done, done.results["130000"])
    data = next(s for s in book.sheets if s.name == "填报数据")
    rows: dict[int, dict[int, object]] = {}
    for cell in data.cells:
        rows.setdefault(cell.row, {})[cell.col] = cell.content
    declared = [str(row[1]) for row in rows.values() if row.get(5) == "规定"]

    assert len(declared) > 20
    assert not [name for name in declared if "：" not in name]
    assert any("项目标：" in name for name in declared)


def test_what_a_card_rests_on_names_no_file_of_declarations() -> None:
    done = shuangkong.assess(
        "national-13fyp", 2020, resources.samples() / "national-13fyp", checked=False
    )
    book = scorecard(done, done.results["340000"])
    said = [str(c.content) for s in book.sheets for c in (*s.cells, *s.merges)]

    assert any("写进分解表" in text for text in said)
    assert not [text for text in said if "allocations" in text or ".yaml" in text]


def test_a_declared_state_is_a_word_and_the_list_of_targets_repeats_its_head() -> None:
    done = shuangkong.assess(
        "hebei-13fyp", 2020, resources.samples() / "hebei-13fyp", checked=False
    )
    city, top = (scorecard(done, done.results[code]).sheets for code in ("130200", "130000"))
    (data,) = [s for s in city if s.name == "填报数据"]
    shown = [c.row for c in data.cells if c.col == 3 and "[=" in (c.style.number or "")]
    assert len(shown) > 2
    # a word has no unit
    assert {c.content for c in data.cells if c.col == 4 and c.row in shown} == {None}

    (basis,) = [s for s in top if s.name == "依据"]
    heads = [c.row for c in basis.cells if c.content == "原文用语"]
    assert len(heads) > 3
    assert set(heads[1:]) <= set(basis.breaks)


def test_no_row_of_a_table_begins_a_page_alone() -> None:
    head = ("目标", "说明")
    for many in range(20, 60):
        grid = Grid((20, 40))
        grid.header(head)
        rows = grid.table([(f"第{n}项", "说明") for n in range(many)], head)
        if grid.breaks:
            assert sum(row > grid.breaks[-1] for row in rows) > 1
            assert {c.content for c in grid.cells if c.row == grid.breaks[-1]} == set(head)


def test_what_all_sides_say_repeats_its_head() -> None:
    folder = resources.samples() / "carbon-15fyp"
    done = shuangkong.assess(folder, 2026, folder / "data", checked=False)
    for code, result in done.results.items():
        front = scorecard(done, result).sheets[0]
        top = next((c.row for c in front.merges if "各方评价" in str(c.content)), None)
        below = [b for b in front.breaks if top is not None and b > top]
        heads = {c.row for c in front.cells if c.content == "按数据计算"}
        assert set(below[:1]) <= heads, code
