"""The quick writer of workbooks against the plain one: the same parts, byte for byte."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal as D

import openpyxl
import pytest
import shuangkong
from hypothesis import given, settings
from hypothesis import strategies as st
from shuangkong import resources
from shuangkong.assess.past import past
from shuangkong.documents import looks
from shuangkong.documents.book import (
    Allowed,
    Box,
    Chart,
    Content,
    Filled,
    LiveFormula,
    Merge,
    PrintedBook,
    PrintedSheet,
    Series,
    Shade,
    Style,
)
from shuangkong.documents.fast import Writer
from shuangkong.documents.fast.fence import WORKBOOKS, tested
from shuangkong.documents.fast.markup import Unfit
from shuangkong.documents.measures import measures_book
from shuangkong.documents.order import declared_order
from shuangkong.documents.scorecard import scorecard
from shuangkong.documents.summary import summary_book
from shuangkong.documents.xlsx import write_book

from tests.documents import small

pytestmark = pytest.mark.skipif(
    not tested(WORKBOOKS), reason="with this XlsxWriter all is written the plain way"
)

SAMPLES = ["national-13fyp", "hebei-13fyp", "hebei-13fyp-mistakes"]


def parts(content: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def assert_same(quick: bytes, book: PrintedBook) -> None:
    assert parts(quick) == parts(write_book(book))


@pytest.fixture(scope="module", params=SAMPLES)
def books(request: pytest.FixtureRequest) -> Iterator[list[PrintedBook]]:
    """Every scorecard of a sample, with links to its sources, and the summary."""
    plan = request.param.removesuffix("-mistakes")
    done = shuangkong.assess(plan, 2020, resources.samples() / request.param)
    history = past(done.declarations, [2018, 2019], done.observations, overlay=done.overlay)
    files = done.observations["file"].unique().drop_nulls().to_list()
    links = {name: f"来源/{name}" for name in files}
    results = declared_order(done)
    cards = {r.entity.code: f"评分卡/{r.entity.code}.xlsx" for r in results}
    return [
        *(scorecard(done, r, history=history, links=links) for r in results),
        summary_book(done, cards, history),
    ]


def test_every_workbook_of_the_samples_is_the_same_both_ways(books: list[PrintedBook]) -> None:
    writer = Writer()

    for book in books:
        assert_same(writer.write_quickly(book), book)


def test_what_is_remembered_does_not_show(books: list[PrintedBook]) -> None:
    writer = Writer()
    first = [writer.write(book) for book in books[:3]]

    assert [writer.write(book) for book in reversed(books[:3])] == first[::-1]
    assert [Writer().write(book) for book in books[:3]] == first


def test_designs_are_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    done = small.assessment()
    book = scorecard(done, done.results["A"])
    other = replace(book, title="乙市评分卡", subject="另一规划")
    writer = Writer()
    writer.write(book)

    monkeypatch.setattr("shuangkong.documents.fast.skeleton.write_book", None)
    monkeypatch.setattr("shuangkong.documents.fast.charts.write_book", None)

    assert_same(writer.write_quickly(other), other)


def test_the_measures_workbook_is_the_same_both_ways() -> None:
    done = small.assessment()
    book = measures_book(done.declarations, done.scheme, done.year, {}, synthetic=True)

    assert_same(Writer().write_quickly(book), book)


# --- books that nobody would make

awkward = st.sampled_from(
    [
        "",
        " ",
        "=1+1",
        "a&b<c>\"'",
        " 空 ",
        "一\n二\r",
        "\x07",
        "_x0041_",
        "1_2",
        "\ue001",
        "é" * 300,
    ]
)
texts = awkward | st.text(st.characters(exclude_categories=["Cs"]), max_size=12).filter(
    lambda said: not said.startswith("<r>")
)
numbers = st.decimals(-(10**12), 10**12, allow_nan=False) | st.integers(-(10**9), 10**9)
values = st.none() | st.booleans() | numbers | texts | st.just("#N/A")
formulas = st.sampled_from(["A1+1", "SUM(A1:B2)", "IF(A1>0,\"<&\",'表'!$B$2)", '"x"&A1'])
contents = values | st.builds(LiveFormula, formulas, values)
styles = st.sampled_from(
    [
        looks.TEXT,
        looks.HEAD,
        looks.TITLE,
        looks.number(2, "%"),
        looks.link(looks.SMALL),
        looks.ENTRY,
    ]
) | st.builds(
    Style,
    size=st.integers(8, 20),
    bold=st.booleans(),
    border=st.booleans(),
    fill=st.none() | st.just("FFEECC"),
    number=st.sampled_from(["General", "0.00%", '0"个"', "@"]),
)
links = st.none() | st.sampled_from(
    [
        "internal:'表'!A1",
        "external:../来源/甲 [乙].xlsx#'一/二'!C3",
        "external:../x.pdf",
        "external:评分卡/x",
    ]
)
cells = st.builds(
    Filled,
    *(st.integers(0, 40), st.integers(0, 6), contents, styles),
    link=links,
    comment=st.none() | texts,
)
merges = st.lists(
    st.builds(
        lambda row, col, down, right, content, style: Merge(
            row, col, row + down, col + right, content, style
        ),
        *(st.sampled_from([1, 8, 20, 36]), st.integers(0, 5), st.integers(0, 2)),
        *(st.integers(1, 4), contents, styles),
    ),
    max_size=3,
    unique_by=lambda merge: merge.row,
)
boxes = st.builds(
    lambda row, col, long, down: Box(row, col, row + long * down, col + long * (not down)),
    *(st.integers(0, 30), st.integers(0, 4), st.integers(0, 8), st.booleans()),
)
series = st.builds(
    Series,
    *(texts.filter(lambda s: not s.startswith("=")), st.just("表"), boxes, boxes),
    *(st.just("2F5597"), st.booleans()),
)
charts = st.builds(
    Chart,
    st.sampled_from(["line", "column", "bar"]),
    texts.filter(lambda s: s and not s.startswith("=")),
    *(st.integers(0, 40), st.integers(0, 8)),
    st.lists(series, min_size=1, max_size=3).map(tuple),
    *(st.integers(100, 900), st.integers(100, 700)),
    axis=st.sampled_from(["", "万吨"]),
    from_zero=st.booleans(),
)


def holds_truths(book: PrintedBook) -> bool:
    contents = [c.content for s in book.sheets for c in (*s.cells, *s.merges)]
    return any(isinstance(c.value if isinstance(c, LiveFormula) else c, bool) for c in contents)


sheets = st.builds(
    PrintedSheet,
    st.just("表"),
    st.lists(cells, max_size=25).map(tuple),
    merges.map(tuple),
    st.lists(st.floats(1, 60), max_size=8).map(tuple),
    st.dictionaries(st.integers(0, 50), st.floats(1, 400), max_size=10),
    freeze=st.none() | st.just((3, 2)),
    repeat=st.none() | st.just((2, 2)),
    breaks=st.lists(st.integers(0, 40), max_size=4).map(tuple),
    charts=st.lists(charts, max_size=2).map(tuple),
    shades=st.lists(st.builds(Shade, boxes, st.sampled_from(["bar", "scale"])), max_size=2).map(
        tuple
    ),
    allowed=st.lists(
        st.builds(Allowed, boxes, st.just(D(0)), st.just(D(5)), st.just("得分"), st.just("0-5")),
        max_size=1,
    ).map(tuple),
    locked=st.booleans(),
    tab=st.none() | st.just("2F5597"),
    filter=st.none() | st.just(Box(2, 0, 9, 3)),
)
strange_books = st.builds(
    lambda title, first, second, hidden, names: PrintedBook(
        title, "题", 2020, (first, replace(second, name="他", very_hidden=hidden)), names
    ),
    texts.filter(lambda s: "&" not in s and all(c < "\U00010000" for c in s)),
    *(sheets, sheets, st.booleans()),
    st.sampled_from([{}, {"总分": "'表'!$A$1"}]),
)


@settings(max_examples=40)
@given(strange_books)
def test_strange_books_are_the_same_both_ways(book: PrintedBook) -> None:
    filled = replace(
        book,
        sheets=(
            replace(book.sheets[0], cells=(*book.sheets[0].cells, Filled(60, 0, "末", looks.TEXT))),
            book.sheets[1],
        ),
    )
    # only charts over truths may take the plain way
    write = _SHARED.write if holds_truths(filled) else _SHARED.write_quickly

    assert_same(write(filled), filled)


_SHARED = Writer()


def book_of(*given_cells: Filled, **more) -> PrintedBook:
    return PrintedBook(
        "书",
        "题",
        2020,
        (PrintedSheet("表", (Filled(0, 0, "一", looks.TEXT), *given_cells), **more),),
    )


BOX = Box(0, 0, 0, 0)


@pytest.mark.parametrize(
    "book",
    [
        book_of(Filled(1, 0, LiveFormula("SORT(A1:A2)", D(1)), looks.TEXT)),
        book_of(Filled(1, 0, "<r>&</r>", looks.TEXT)),
        book_of(Filled(1, 0, "字" * 40_000, looks.TEXT)),
        book_of(Filled(1, 0, "网", looks.TEXT, link="https://example.org/")),
        book_of(Filled(1, 0, "盘", looks.TEXT, link="external:C:/x.xlsx")),
        book_of(Filled(1, 0, "码", looks.TEXT, link="external:a%20b/x.xlsx")),
        book_of(Filled(1, 0, "远", looks.TEXT, link="external:../" + "远" * 1500)),
        book_of(Filled(1, 0, "", looks.TEXT, comment="长" * 20_000)),
        book_of(heights={1: 0.1}),
        book_of(Filled(1, 0, "", looks.TEXT, comment="注"), widths=(0.5,)),
        book_of(charts=(Chart("line", "=表!A1", 0, 0, (Series("", "表", BOX, BOX, "000000"),)),)),
        replace(book_of(), title="甲&[Picture]乙"),
        PrintedBook("空", "题", 2020, (PrintedSheet("表", ()),)),
    ],
    ids=lambda book: "",
)
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_what_is_not_known_is_written_the_plain_way(book: PrintedBook) -> None:
    writer = Writer()

    with pytest.raises(Unfit):
        writer.write_quickly(book)

    found, plain = (zipfile.ZipFile(io.BytesIO(c)) for c in (writer.write(book), write_book(book)))
    assert found.namelist() == plain.namelist()
    assert [found.read(n) for n in found.namelist()] == [plain.read(n) for n in plain.namelist()]
    assert {(member.create_system, member.date_time) for member in found.filelist} == {
        (3, (1980, 1, 1, 0, 0, 0))
    }


KINDS: tuple[Content, ...] = ("一", "二", D(3), None, True, LiveFormula("A1", "一"), "", -0)


def test_sheets_on_one_ground_are_the_same_both_ways_whatever_they_held_before() -> None:
    writer = Writer()
    for turn in range(len(KINDS)):
        turned = KINDS[turn:] + KINDS[:turn]
        linked = "internal:'表'!A1" if turn % 2 else None
        cells = [
            Filled(row, 0, content, looks.HEAD if turn % 3 else looks.TEXT, linked)
            for row, content in enumerate(turned, start=1)
        ]
        merge = Merge(20, 0, 21, 2, turned[0], looks.TITLE if turn % 2 else looks.NOTE)
        book = book_of(*cells, merges=(merge,))
        odd = book_of(*cells[:-1], cells[-1]._replace(content="<r>&</r>"), merges=(merge,))

        # what could not be written leaves nothing behind
        with pytest.raises(Unfit):
            writer.write_quickly(odd)
        assert_same(writer.write_quickly(book), book)
        assert_same(writer.write_quickly(book), book)


RULES = (
    Shade(Box(1, 0, 3, 0), "word", "F8CBAD", "一"),
    Shade(Box(1, 0, 3, 0), "bar"),
    Shade(Box(2, 1, 2, 1), "digits", "", "IF(COUNT($A2)=1,$A2<>0,FALSE)", "", "0.0000"),
    Shade(Box(1, 0, 3, 0), "word", "E2F0D9", '二"&', "FFFFFF"),
    Shade(Box(4, 0, 9, 0), "scale"),
    Shade(Box(5, 0, 5, 4), "word", "F8CBAD", "三"),
)


def test_rules_are_the_same_both_ways_in_any_order_and_for_any_cells() -> None:
    writer = Writer()
    for count in range(len(RULES)):
        shades = RULES[count:] + RULES[:count]
        book = book_of(Filled(1, 0, D(1), looks.TEXT), shades=shades[: count + 1])

        assert_same(writer.write_quickly(book), book)


def test_text_that_looks_like_markup_stays_text() -> None:
    hostile = "<r><t>=1+1</t></r>"
    linked = Filled(2, 0, LiveFormula("A2", hostile), looks.TEXT, link="internal:'表'!A1")
    content = Writer().write(book_of(Filled(1, 0, hostile, looks.TEXT), linked))

    sheet = openpyxl.load_workbook(io.BytesIO(content))["表"]

    assert sheet["A2"].value == hostile + " "
    assert sheet["A3"].hyperlink.display == hostile + " "


def test_merges_that_overlap_are_refused_both_ways() -> None:
    merge = Merge(1, 0, 1, 3, "一", looks.TEXT)
    book = book_of(merges=(merge, merge._replace(col=2, last_col=5)))

    with pytest.raises(Exception, match="overlaps"):
        Writer().write(book)


@pytest.mark.parametrize("counts", [(1, 1), (1023, 1), (1024, 2), (1025, 1030, 3), (2100, 1)])
def test_more_notes_than_a_block_of_shape_numbers_holds(counts: tuple[int, ...]) -> None:
    """A summary of a province has a note on every verdict of every county."""
    sheets = tuple(
        PrintedSheet(
            f"表{number}",
            tuple(Filled(row, 1, "字", looks.TEXT, comment=f"注{row}") for row in range(count)),
        )
        for number, count in enumerate(counts)
    )
    book = PrintedBook("题名", "事由", 2020, sheets)

    assert_same(Writer().write_quickly(book), book)
