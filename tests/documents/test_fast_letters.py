import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
import shuangkong
from docx.document import Document
from docx.enum.section import WD_SECTION
from hypothesis import given, settings
from hypothesis import strategies as st
from shuangkong import resources
from shuangkong.assess.result import Assessment
from shuangkong.documents.docx import render_plainly
from shuangkong.documents.fast import letters as compiled_module
from shuangkong.documents.fast.letters import compiled
from shuangkong.documents.figures import Figures
from shuangkong.documents.letterhead import Letterhead
from shuangkong.documents.letters import render as render_module
from shuangkong.documents.letters.choice import letters_for
from shuangkong.documents.letters.circular import circular_words
from shuangkong.documents.letters.draft import Drafting, draft_letter
from shuangkong.documents.letters.kinds import CIRCULAR, KINDS, template_path
from shuangkong.documents.letters.render import render
from shuangkong.documents.letters.returned import return_words
from shuangkong.documents.letters.words import entity_words
from shuangkong.errors import DocumentError

from tests.documents import small

TITLE, YEAR = "考核结果函", 2020
WORDS = {
    "对象": "青松市",
    "空": "",
    "行文": "<甲>&\"乙\"'丙'",
    "多行": "第一行\n第二行\t制表\f换页\a换段",
    "括号": "{{ 对象 }} {_{ }_} {% if %}",
    "表": [{"名称": "一", "值": "1"}, {"名称": "", "值": "<2>"}, {"名称": "三", "值": ""}],
    "列": ["甲", "乙", "丙", "丁"],
    "控制": "甲\x01乙\x0b",
    "不收": "甲\ufffe乙",
    "无": [],
    "色": "FF0000",
}
_FOOTNOTES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:footnote w:id="1"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote></w:footnotes>'
)


def same(template: bytes, words: dict[str, object]) -> bool:
    return compiled(template).render(words, TITLE, YEAR) == render_plainly(
        template, words, TITLE, YEAR
    )


@pytest.fixture(scope="module", params=["national-13fyp", "hebei-13fyp", "hebei-13fyp-mistakes"])
def assessment(request: pytest.FixtureRequest) -> Assessment:
    plan = request.param.removesuffix("-mistakes")
    return shuangkong.assess(plan, YEAR, resources.samples() / request.param)


def test_every_letter_of_the_samples_is_the_same_both_ways(assessment: Assessment) -> None:
    head = Letterhead()
    letters = [(CIRCULAR, circular_words(assessment, head, Figures()))]
    first = next(iter(assessment.results))
    for code, result in assessment.results.items():
        for kind in KINDS if code == first else letters_for(assessment, result):
            if kind != "warning":
                fill = return_words if kind == "return" else entity_words
                letters.append((kind, fill(assessment, result, head, Figures())))

    other = [k for k, words in letters if not same(template_path(k, None).read_bytes(), words)]

    assert other == []
    assert len(letters) > len(KINDS)


def test_a_body_without_anything_unusual_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    def parsed(*_: object) -> None:
        raise AssertionError("parsed")

    monkeypatch.setattr(compiled_module._Tool, "fix_tables", parsed)
    assessment = small.assessment()

    assert draft_letter(assessment, assessment.results["A"], "result", Drafting()).content


def made(build: Callable[[Document], None]) -> bytes:
    document = docx.Document()
    build(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def table(document: Document, *rows: tuple[str, ...]) -> None:
    grid = document.add_table(rows=len(rows), cols=max(map(len, rows)))
    for row, texts in zip(grid.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=False):
            cell.text = text


def picture(document: Document) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    dot = chunk(b"IDAT", zlib.compress(b"\0\xff\0\0")) + chunk(b"IEND", b"")
    document.add_picture(io.BytesIO(b"\x89PNG\r\n\x1a\n" + header + dot))
    document.add_paragraph("{{ 对象 }}")


def margins(document: Document) -> None:
    section = document.sections[0]
    section.header.paragraphs[0].text = "{{ 对象 }} {{ 多行 }}"
    section.footer.paragraphs[0].text = "没有占位符"
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "{% for 行 in 表 %}{{ 行.值 }}{% endfor %}"


def properties(document: Document) -> None:
    document.core_properties.subject = "{{ 对象 }}的函"
    document.core_properties.comments = ""
    document.add_paragraph("{{ 对象 }}")


def columns(document: Document) -> None:
    table(document, ("{%tc for 名 in 列 %}", "{{ 名 }}", "{%tc endfor %}"), ("甲", "乙", "丙"))


def spans(document: Document) -> None:
    table(document, ("{% colspan 2 %}{{ 对象 }}", "{% cellbg 色 %}{{ 行文 }}"), ("甲", "乙"))


def nested(document: Document) -> None:
    table(document, ("{{ 对象 }}",), ("乙",))
    inner = document.tables[0].cell(1, 0).add_table(rows=1, cols=2)
    inner.cell(0, 0).text = "{{ 行文 }}"


def runs(document: Document) -> None:
    paragraph = document.add_paragraph("{{ 对")
    paragraph.add_run("象 }}").bold = True
    paragraph.add_run("{%r if 空 %}")
    paragraph.add_run("{{ 行文 }}")
    paragraph.add_run("{%r endif %}")


def rows(name: str) -> Callable[[Document], None]:
    def build(document: Document) -> None:
        table(
            document,
            ("名称", "值"),
            (f"{{%tr for 行 in {name} %}}", ""),
            ("{{ 行.名称 }}", "{{ loop.index }}{{ 行.值 }}"),
            ("{%tr endfor %}", ""),
        )

    return build


def bare_rows(name: str) -> Callable[[Document], None]:
    def build(document: Document) -> None:
        table(
            document,
            (f"{{%tr for 行 in {name} %}}", ""),
            ("{{ 行.名称 }}", "{{ 行.值 }}"),
            ("{%tr endfor %}", ""),
        )

    return build


def texts(*lines: str) -> Callable[[Document], None]:
    def build(document: Document) -> None:
        for line in lines:
            document.add_paragraph(line)

    return build


TEMPLATES: dict[str, Callable[[Document], None]] = {
    "plain text": texts("没有占位符"),
    "values": texts("{{ 对象 }}：{{ 行文 }}", "{{ 空 }}", "{{ 空 }}{{ 空 }}"),
    "refused": texts("{{ 不收 }}", "{{ 对象 }}"),
    "controls": texts("{{ 控制 }}", "{{ 对象 }}"),
    "formatted": texts("甲{{r 行文 }}"),
    "breaks": texts("{{ 多行 }}", "{{ 对象 }}"),
    "braces": texts("{{ 括号 }}", "{_{ 对象 }_}", "花{括}号 {{ 对象 }}"),
    "blocks": texts(
        "{% if 空 %}甲{% elif 对象 %}{{ 对象 }}{% else %}乙{% endif %}",
        "{%p if 空 %}",
        "{{ 无名 }}",
        "{%p endif %}",
        "{% for 名 in 列 %}{{ 名 }}、{% endfor %}",
    ),
    "empty blocks": texts("{% if 空 %}甲{% endif %}", "{% if 空 %}{% endif %}乙"),
    "crossing": texts("{% if 对象 %}甲", "乙{% endif %}"),
    "spaces": texts("甲 {%- if 对象 -%} 乙 {%- endif -%} 丙"),
    "comments": texts("甲{# 说明 #}乙", "{#p 说明 #}", "{{ 对象 }}"),
    "filters": texts("{{ 列|join('、') }}{{ 列|length }}", "{{ 对象|upper }}{{ 行文|e }}"),
    "markup": texts("{{ '<w:br/>'|safe }}", "{{ 对象 }}"),
    "choices": texts("{{ '甲' if 空 else '“乙”' }}{{ 对象 ~ 行文 }}{{ 表[0].名称 }}"),
    "macros": texts(
        "{% macro m(x) %}<{{ x }}>{% endmacro %}{{ m(行文) }}{% set y = 对象 %}{{ y }}"
    ),
    "comparisons": texts("{% if 列|length < 5 and 列|length > 1 %}{{ 对象 }}{% endif %}"),
    "raw": texts("{% raw %}{{ 对象 }}{% endraw %}{{ 对象 }}"),
    "objects": texts("{% for 行 in 表 %}{{ loop }}{{ 行 }}{% endfor %}"),
    "rows": rows("表"),
    "no rows": rows("无"),
    "only rows": bare_rows("表"),
    "only rows and none": bare_rows("无"),
    "columns": columns,
    "spans": spans,
    "nested": nested,
    "picture": picture,
    "margins": margins,
    "properties": properties,
    "runs": runs,
}


@pytest.mark.parametrize("name", list(TEMPLATES))
def test_an_offices_own_template_is_filled_the_same_both_ways(name: str) -> None:
    assert same(made(TEMPLATES[name]), WORDS)


def with_footnotes(text: str, sections: int) -> bytes:
    def build(document: Document) -> None:
        document.add_paragraph("{{ 对象 }}")
        for _ in range(sections - 1):
            document.add_section(WD_SECTION.NEW_PAGE)

    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    changes = {
        "[Content_Types].xml": (
            "</Types>",
            f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>',
        ),
        "word/_rels/document.xml.rels": (
            "</Relationships>",
            f'<Relationship Id="rId99" Type="{relation}" Target="footnotes.xml"/></Relationships>',
        ),
    }
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(made(build))) as source,
        zipfile.ZipFile(buffer, "w") as target,
    ):
        for name in source.namelist():
            old, new = changes.get(name, ("", ""))
            content = source.read(name).decode("utf-8") if old else source.read(name)
            target.writestr(name, content.replace(old, new) if old else content)
        target.writestr("word/footnotes.xml", _FOOTNOTES.replace("{text}", text))
    return buffer.getvalue()


@pytest.mark.parametrize("text", ["注", "{{ 行文 }}", "{{ 括号 }}"])
@pytest.mark.parametrize("sections", [1, 2])
def test_footnotes_are_filled_the_same_both_ways(text: str, sections: int) -> None:
    words = {**WORDS, "括号": "{{ 对象 }}"}

    assert same(with_footnotes(text, sections), words)


def test_a_template_without_properties_is_filled_the_same_both_ways() -> None:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(made(texts("{{ 对象 }}")))) as source,
        zipfile.ZipFile(buffer, "w") as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == "_rels/.rels":
                content = b"".join(
                    part
                    for part in content.replace(b"<Rel", b"\n<Rel").splitlines(True)
                    if b"core-properties" not in part
                )
            if name != "docProps/core.xml":
                target.writestr(name, content)

    assert same(buffer.getvalue(), WORDS)


_AWKWARD = st.text(
    st.one_of(
        st.sampled_from("&<>\"'{}%#_\t\n\r\f\a\0\x0b\x1f\x7f\x85\xa0\u2028\ufffe\ufeff]"),
        st.characters(codec="utf-8"),
    ),
    max_size=12,
)
_OFFICE = made(
    lambda document: (
        texts("{{ 甲 }}", "前{{ 乙 }}后{% if 甲 %}{{ 甲 }}{% endif %}")(document),
        rows("表")(document),
    )
)


def outcome(fill: Callable[[], bytes]) -> object:
    try:
        return fill()
    except Exception as error:
        return type(error)


@settings(max_examples=60)
@given(_AWKWARD, _AWKWARD, st.lists(_AWKWARD, max_size=3))
def test_any_values_arrive_the_same_both_ways(one: str, other: str, names: list[str]) -> None:
    words = {"甲": one, "乙": other, "表": [{"名称": n, "值": other} for n in names]}

    assert outcome(lambda: compiled(_OFFICE).render(words, TITLE, YEAR)) == outcome(
        lambda: render_plainly(_OFFICE, words, TITLE, YEAR)
    )


@pytest.mark.parametrize(
    "lines",
    [
        ("{{ 没有的 }}",),
        ("{{ 对象 }}", "{% if %}"),
        ("{%p for 行 in 表 %}", "{{ 行.名称 }}"),
        ("{{ 对象|没有的 }}",),
        ("{{ 对象.__class__ }}",),
        ("{{ 对象 + 1 }}",),
        ("{{ 1 / 0 }}",),
        ("{{ 没有的 }}{{ 对象.__class__ }}",),
    ],
)
def test_a_broken_template_gives_the_same_error_both_ways(
    lines: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def build(document: Document) -> None:
        texts(*lines)(document)
        document.sections[0].header.paragraphs[0].text = "{% endif %}"

    path = tmp_path / "result.docx"
    path.write_bytes(made(build))

    with pytest.raises(DocumentError) as quick:
        render(path, WORDS, title=TITLE, year=YEAR)
    monkeypatch.setattr(render_module, "compiled", lambda _: compiled(b""))
    with pytest.raises(DocumentError) as plain:
        render(path, WORDS, title=TITLE, year=YEAR)

    assert str(quick.value) == str(plain.value)


@pytest.mark.parametrize("content", [b"", b"not a docx", b"PK\5\6" + bytes(18)])
def test_a_damaged_template_is_said(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "result.docx"
    path.write_bytes(content)

    with pytest.raises(DocumentError, match="不能作为 docx 模板打开"):
        render(path, WORDS, title=TITLE, year=YEAR)


def test_a_template_that_is_edited_is_compiled_anew(tmp_path: Path) -> None:
    path = tmp_path / "result.docx"
    letters = []
    for text in ("{{ 对象 }}", "致{{ 对象 }}"):
        path.write_bytes(made(texts(text)))
        letters.append(render(path, WORDS, title=TITLE, year=YEAR))

    found = [docx.Document(io.BytesIO(letter)).paragraphs[0].text for letter in letters]
    assert found == ["青松市", "致青松市"]
