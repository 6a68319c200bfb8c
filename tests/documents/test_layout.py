"""Letters measured on the printed page, against GB/T 9704-2012 (within 1 mm, one character)."""

import itertools
from dataclasses import replace

import pytest
from pypdf import PageObject
from shuangkong.documents.letterhead import Letterhead
from shuangkong.documents.letters.draft import Drafting, draft_circular, draft_letter
from shuangkong.documents.papers import Paragraph, paper
from shuangkong.documents.pdf import REPORT, converter, pdfs

from tests.documents import small
from tests.documents.measure import Ink, pages, rows, rules, texts

pytestmark = pytest.mark.skipif(converter() is None, reason="LibreOffice is not installed")

MM = 1.0
CHARACTER = 156 / 28
#: from the baseline to the top of a Chinese character, as a part of its size in millimetres
ASCENT = 0.88 * 25.4 / 72
CLAUSE = (
    "落实节能目标责任制和节能考核评价制度并将考核结果作为领导班子和领导干部综合考核评价的重要内容"
)
HEAD = Letterhead(
    issuer="河北省节能减排工作领导小组办公室",
    number="冀节减办函〔2020〕12号",
    date="2020年9月16日",
)


@pytest.fixture(scope="module")
def printed() -> dict[str, list[PageObject]]:
    assessment = small.assessment("verified")
    result = assessment.results["B"]
    assert result.grade is not None
    wordy = replace(result, grade=replace(result.grade, consequences=(CLAUSE * 14,)))
    everyone = replace(assessment, results={**assessment.results, "B": wordy})
    documents = {
        "letter.docx": draft_letter(assessment, wordy, "rectification", Drafting(HEAD)).content,
        "circular.docx": draft_circular(everyone, Drafting(HEAD)).content,
    }
    made = dict(pdfs(documents))
    assert REPORT in made
    return {name: pages(made[f"PDF/{name}.pdf"]) for name in ("letter", "circular")}


def baseline(page: PageObject, text: str) -> float:
    return next(y for y, line in rows(page).items() if text in line)


def top_of(page: PageObject, text: str) -> float:
    ink = next(i for i in texts(page) if i.text.startswith(text))
    return ink.y - ink.size * ASCENT


def near(value: float, *, within: float = MM) -> object:
    return pytest.approx(value, abs=within)


def full_page(printed: dict[str, list[PageObject]]) -> list[tuple[float, str]]:
    """Body lines of a page that holds nothing but text."""
    lines = list(rows(printed["circular"][1]).items())
    return [(y, line) for y, line in lines if not line.startswith("—")]


def test_a_page_holds_22_lines_on_an_even_pitch(printed) -> None:
    lines = full_page(printed)

    assert len(lines) == 22
    pitches = [b[0] - a[0] for a, b in itertools.pairwise(lines)]
    assert all(pitch == near(225 / 22, within=0.2) for pitch in pitches)


def test_a_line_holds_28_characters(printed) -> None:
    full = [line for _, line in full_page(printed) if "节能考核评价制度" in line]

    assert {abs(len(line) - 28) <= 1 for line in full} == {True}
    assert sum(len(line) == 28 for line in full) > len(full) / 2


def test_text_stands_within_the_margins(printed) -> None:
    lines = full_page(printed)
    left = min(ink.x for ink in texts(printed["circular"][1]) if "—" not in ink.text)

    assert left == near(28)
    # a character stands in the lower part of its 10.2 mm line
    assert 37 < lines[0][0] - 16 * ASCENT < 37 + 225 / 22 - 16 * ASCENT
    assert lines[-1][0] < 297 - 35 + MM


def test_page_numbers_stand_7_mm_below_the_text_odd_right_even_left(printed) -> None:
    for number, page in enumerate(printed["circular"], start=1):
        dash = next(ink for ink in texts(page) if ink.text.startswith("—") and ink.y > 262)
        middle = dash.y - 0.35 * dash.size * 25.4 / 72
        assert middle == near(262 + 7)
        assert dash.size == near(14, within=0.5)
        if number % 2 == 0:
            assert dash.x == near(28 + 14 * 25.4 / 72)
        else:
            assert dash.x > 184 - 14 * 25.4 / 72 - 4 * CHARACTER


def red_lines(page: PageObject) -> list[Ink]:
    return sorted(set(rules(page)), key=lambda ink: ink.y)


def test_the_mark_of_a_circular_begins_35_mm_below_the_text_area(printed) -> None:
    assert top_of(printed["circular"][0], "河北省节能") == near(37 + 35)


def test_the_red_line_is_4_mm_below_the_number_and_as_wide_as_the_text(printed) -> None:
    page = printed["circular"][0]
    (line,) = red_lines(page)
    number = baseline(page, "冀节减办函") + 0.12 * 16 * 25.4 / 72

    assert line.y - number == near(4)
    assert (line.x, line.width) == (near(28), near(156))


def test_the_title_is_two_lines_below_the_red_line(printed) -> None:
    page = printed["circular"][0]
    (line,) = red_lines(page)
    title = next(i for i in texts(page) if i.size > 20 and i.y > line.y)

    gap = title.y - title.size * ASCENT - line.y

    # a title of size 2 has some space above it in its own line
    assert 2 * 225 / 22 - MM < gap < 2 * 225 / 22 + 4


def test_the_imprint_stands_on_the_bottom_edge_of_the_last_page(printed) -> None:
    lines = red_lines(printed["circular"][-1])[-2:]

    assert lines[-1].y == near(262)
    assert [line.height for line in lines] == [near(0.35, within=0.05)] * 2
    assert {round(line.width) for line in lines} == {156}


def test_the_mark_of_a_letter_begins_30_mm_below_the_page_edge(printed) -> None:
    assert top_of(printed["letter"][0], "河北省节能") == near(30)


def test_a_letter_has_two_double_lines_of_170_mm(printed) -> None:
    page = printed["letter"][0]
    thick, thin, upper, lower = red_lines(page)
    mark = baseline(page, HEAD.issuer) + 0.12 * 36 * 25.4 / 72

    assert thick.y - thick.height / 2 - mark == near(4)
    assert (upper.y + lower.y) / 2 == near(297 - 20, within=1.2)
    assert thick.height > thin.height
    assert upper.height < lower.height
    assert {round(line.width) for line in (thick, thin, upper, lower)} == {170}
    assert thick.x == near((210 - 170) / 2)


def test_the_number_of_a_letter_is_flush_right_below_the_line(printed) -> None:
    page = printed["letter"][0]
    _, thin, *_ = red_lines(page)
    number = [ink for ink in texts(page) if abs(ink.y - baseline(page, "冀节减办函")) < 0.5]

    assert number[-1].x + CHARACTER == near(184, within=1.5)
    assert number[0].y - 16 * ASCENT - thin.y == near(7 / 8 * 16 * 25.4 / 72)


def test_only_the_first_page_of_a_letter_has_no_number(printed) -> None:
    numbered = [any("—" in ink.text for ink in texts(page)) for page in printed["letter"]]

    assert numbered == [False] + [True] * (len(numbered) - 1)


def test_the_seal_has_text_on_its_page(printed) -> None:
    for name in ("letter", "circular"):
        page = next(
            p for p in printed[name] if any("加盖印章" in line for line in rows(p).values())
        )
        lines = list(rows(page).values())
        annex = next(n for n, line in enumerate(lines) if line.startswith("附件："))
        assert any(line.endswith("。") for line in lines[:annex])


def test_however_long_a_letter_is_no_page_holds_seal_numbers_or_copies_alone(tmp_path) -> None:
    assessment = small.assessment("verified")
    result = assessment.results["B"]
    assert result.grade is not None
    documents = {}
    for lines in range(7):
        told = tuple(CLAUSE[: 10 + 26 * n] for n in range(1, lines + 1))
        longer = replace(result, grade=replace(result.grade, consequences=told))
        for kind in ("result", "rectification", "commendation"):
            draft = draft_letter(assessment, longer, kind, Drafting(HEAD))
            documents[f"{kind}{lines}.docx"] = draft.content
        said = [Paragraph(text) for text in (*told, CLAUSE)]
        documents[f"paper{lines}.docx"] = paper(
            "关于更正的函", "甲市人民政府", said, HEAD, verification="verified", year=2020
        )
    printed = dict(pdfs(documents))

    bare = ("附件：", "编制：", "签发编号", "抄送：", "〔此处", HEAD.issuer, "2020年9月16日", "—")
    for name in documents:
        for number, page in enumerate(pages(printed[f"PDF/{name[:-5]}.pdf"]), start=1):
            lines_ = [line.strip() for line in rows(page).values() if line.strip()]
            text = [line for line in lines_ if not line.startswith(bare)]
            assert text, f"{name}, page {number}: {lines_}"


def test_the_date_stands_four_characters_from_the_right(printed) -> None:
    page = next(p for p in printed["letter"] if any("9月16日" in t for t in rows(p).values()))
    y = baseline(page, "9月16日")
    last = max((ink for ink in texts(page) if abs(ink.y - y) < 0.5), key=lambda ink: ink.x)

    assert 184 - (last.x + CHARACTER) == near(4 * CHARACTER, within=1.2 * CHARACTER)


def test_no_character_is_shown_as_a_box(printed) -> None:
    for page in (*printed["letter"], *printed["circular"]):
        text = "".join(rows(page).values())
        assert "\ufffd" not in text
        assert "□" not in text
