import re
from decimal import Decimal as D
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

from shuangkong.documents.preview import preview_html, section
from shuangkong.documents.svg import Dot, bar, lines

from tests.documents import small

_VOID = {"meta", "br"}


class Balanced(HTMLParser):
    """Notes tags that are not closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def page(written: Path) -> str:
    return (written / "preview.html").read_text(encoding="utf-8")


def test_the_page_needs_nothing_else(written: Path) -> None:
    text = page(written)

    assert not re.search(r"(?:src|href)\s*=\s*[\"'](?!#)", text)
    assert "<script" not in text
    assert "url(" not in text
    assert "@import" not in text


def test_the_page_is_well_formed(written: Path) -> None:
    parser = Balanced()

    parser.feed(page(written))

    assert (parser.open, parser.wrong) == ([], [])


def test_the_page_tells_result_reason_and_mark(written: Path) -> None:
    text = page(written)

    for word in ("青松市", "超额完成", "未完成", "暂不定级", "示例（虚构）", "2.37个百分点"):
        assert word in text


def test_hostile_text_is_shown_and_not_run() -> None:
    from dataclasses import replace

    assessment = small.assessment()
    result = assessment.results["A"]
    named = replace(result, entity=replace(result.entity, name="<script>alert(1)</script>"))
    hostile = replace(assessment, results={**assessment.results, "A": named})

    sections = [section(hostile, one, (), {}) for one in hostile.results.values()]
    text = preview_html(hostile, sections, {}).decode("utf-8")

    assert "<script>" not in text
    assert "&lt;script&gt;" in text


def test_a_chart_is_valid_svg() -> None:
    required = [Dot(2016, D("0.036"), "3.60%"), Dot(2017, D("0.07"), "7.00%")]
    actual = [Dot(2016, D("0.04"), "4.00%"), Dot(2017, None)]

    drawn = lines(required, actual, "能耗<强度>")

    tree = ElementTree.fromstring(drawn)
    assert tree.attrib["aria-label"] == "能耗<强度>"
    assert len(tree.findall("circle")) == 1
    assert len(tree.findall("rect")) == 2


def test_one_year_gives_no_chart() -> None:
    assert lines([Dot(2016, D(1))], [Dot(2016, D(1))], "x") == ""


def test_a_bar_never_leaves_its_frame() -> None:
    for share, width in ((D("1.5"), "120.0"), (D("-0.2"), "0.0"), (D("0.5"), "60.0")):
        assert f'width="{width}"' in bar(share, "x")
