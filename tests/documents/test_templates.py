import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from shuangkong.documents import write_documents
from shuangkong.documents.letters.kinds import ALL_KINDS
from shuangkong.documents.letters.render import render
from shuangkong.documents.letters.templates import check_template, list_templates
from shuangkong.documents.owned import checked, copied, listed, require_sound
from shuangkong.documents.tables.kinds import SHIPPED
from shuangkong.errors import DocumentError

from tests.documents import small

Make = Callable[..., Path]


@pytest.fixture
def template(tmp_path: Path) -> Make:
    def make(*texts: str, header: str = "", kind: str = "result") -> Path:
        document = docx.Document()
        for text in texts:
            document.add_paragraph(text)
        if header:
            document.sections[0].header.paragraphs[0].text = header
        path = tmp_path / "own" / f"{kind}.docx"
        path.parent.mkdir(exist_ok=True)
        document.save(str(path))
        return path

    return make


def test_shipped_templates_have_no_fault() -> None:
    assert {f.severity.value for f in checked()} <= {"info"}


def test_looking_at_templates_needs_no_polars() -> None:
    code = (
        "import sys; from shuangkong.documents.owned import checked; "
        "checked(); sys.exit('polars' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_there_is_a_template_for_every_kind() -> None:
    assert [t.kind for t in list_templates()] == list(ALL_KINDS)
    assert all(t.path.is_file() and not t.own for t in list_templates())


def test_an_unknown_placeholder_is_named_with_its_place(template: Make) -> None:
    path = template("{{ 发文机关 }}", "贵{{ 称谓 }}的{{ 等及 }}")

    (found,) = check_template("result", path)

    assert "没有名为“等及”的占位符" in found.why
    assert "是不是“等级”？" in found.mend
    assert (found.place.sheet, found.place.cell) == ("正文", "第2段")
    assert found.seen == "贵{{ 称谓 }}的{{ 等及 }}"


def test_an_unknown_field_of_a_table_is_named(template: Make) -> None:
    path = template("{%p for 行 in 目标表 %}", "{{ 行.名子 }}", "{%p endfor %}")

    (found,) = check_template("result", path)

    assert "没有名为“名子”的占位符" in found.why
    assert "是不是“名称”？" in found.mend


def test_a_loop_variable_is_not_taken_for_a_placeholder(template: Make) -> None:
    path = template(
        "{%p for 行 in 目标表 %}", "{{ loop.index }}{{ 行.名称 }}", "{%p endfor %}", "{{ 行 }}"
    )

    found = [f for f in check_template("result", path) if f.severity.value == "error"]

    assert [f.why for f in found] == ["没有名为“行”的占位符"]


def test_a_fault_in_a_header_is_found(template: Make) -> None:
    (found,) = check_template("result", template("{{ 对象 }}", header="{{ 密级 }}"))

    assert found.place.sheet == "页眉"


def test_a_loop_that_is_not_closed_is_said(template: Make) -> None:
    (found,) = check_template("result", template("{%p for 行 in 目标表 %}", "{{ 行.名称 }}"))

    assert found.kind == "SK-O0002"


def test_one_fault_hides_no_other(template: Make) -> None:
    bad = (
        "{{ 等及 }}",
        "{{ 对象 + }}",
        "{{ 总份 }}",
        "关于{ { 名次 } }的",
        "{{ 对象[0] }}",
        "{{ 明次",
    )
    path = template("{{ 发文机关 }}", *bad, header="{{ 密级 }}")

    found = check_template("result", path)

    where = sorted((f.place.cell, f.kind) for f in found if f.place.sheet == "正文")
    assert where == [
        ("第2段", "SK-O0003"),
        ("第3段", "SK-O0002"),
        ("第4段", "SK-O0003"),
        ("第5段", "SK-O0002"),
        ("第6段", "SK-O010"),
        ("第7段", "SK-O0002"),
    ]
    assert [f.kind for f in found if f.place.sheet == "页眉"] == ["SK-O0003"]


def test_a_broken_loop_hides_no_unknown_word(template: Make) -> None:
    path = template("{%p for 行 in 目标表 %}", "{{ 行.名称 }}", "{{ 等及 }}")

    assert [f.kind for f in check_template("result", path)] == ["SK-O0002", "SK-O0003"]


def test_unused_placeholders_are_listed(template: Make) -> None:
    (found,) = check_template("result", template("{{ 对象 }}"))

    assert found.severity.value == "info"
    assert "等级" in found.why
    assert "对象" not in found.why


def test_a_damaged_template_is_said(tmp_path: Path) -> None:
    path = tmp_path / "result.docx"
    path.write_bytes(b"not a docx")

    (found,) = check_template("result", path)

    assert found.kind == "SK-O0001"


def test_faults_stop_the_run_before_anything_is_written(template: Make, tmp_path: Path) -> None:
    path = template("{{ 不存在的 }}")

    with pytest.raises(DocumentError, match="不存在的"):
        write_documents(small.assessment(), tmp_path / "out", templates=path.parent)

    assert not (tmp_path / "out").exists()


def test_templates_run_no_code(template: Make, tmp_path: Path) -> None:
    path = template("{{ 发文机关.__class__.__mro__ }}")

    with pytest.raises(DocumentError):
        write_documents(small.assessment(), tmp_path / "out", templates=path.parent)


def test_a_missing_value_is_an_error_and_not_a_blank(template: Make) -> None:
    with pytest.raises(DocumentError, match="没有提供的内容"):
        render(template("{{ 对象 }}{{ 等级 }}"), {"对象": "甲市"}, title="函", year=2020)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{{ 'a' * 3000000000 }}", "不支持的写法“Mul”"),
        ("{{ '%3000000000d'|format(1) }}", "过滤器 |format"),
        ("{{ 9**9**9**9 }}", "不支持的写法“Pow”"),
        ("{{ 对象[0] }}", "取项 [ ]"),
        ("{% set x = 对象 %}{{ x }}", "set 赋值"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "macro"),
        ("{% include 'x' %}", "include"),
        ("{{ range(999999999) }}", "调用 ( )"),
        ("{% for 甲 in 目标表 %}{% for 乙 in 目标表 %}{% for 丙 in 目标表 %}"
         "{% endfor %}{% endfor %}{% endfor %}", "循环套循环"),
        ("{% for 甲 in 结果 %}{% for 乙 in 结果 %}{% endfor %}{% endfor %}", "只能对表"),
        ("{% for 甲 in 'aaaa' %}{% endfor %}", "只能对表"),
        ("{{ not " + "not " * 100 + "对象 }}", "层次太深"),
        ("{{ " + "(" * 3000 + "对象" + ")" * 3000 + " }}", "括号套得太深"),
    ],
)  # fmt: skip
def test_a_template_has_no_more_than_letters_need(template, tmp_path, text, why):
    path = template(text)
    found = [f for f in check_template("result", path) if f.kind == "SK-O010"]
    assert any(why in f.why for f in found), [f.why for f in found]
    with pytest.raises(DocumentError, match="SK-O010"):
        write_documents(small.assessment(), tmp_path / "out", templates=path.parent)
    assert not (tmp_path / "out").exists()


def test_a_filled_template_has_an_end(template):
    words = {"目标表": [{"名称": "长" * 100_000}] * 300}
    path = template("{% for 行 in 目标表 %}{{ 行.名称 }}{% endfor %}")
    with pytest.raises(DocumentError, match="太长"):
        render(path, words, title="函", year=2020)


def test_a_template_that_unpacks_to_too_much_is_not_opened(template):
    path = template("{{ 对象 }}")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/media/image1.png", b"\0" * 100_000_000)
    (found,) = check_template("result", path)
    assert found.kind == "SK-O0001"


def test_copies_are_for_editing_and_overwrite_nothing(tmp_path: Path) -> None:
    made = copied(tmp_path / "mine")

    assert {p.stem for p in made} == {*ALL_KINDS, *SHIPPED}
    assert all(t.own for t in listed(tmp_path / "mine"))
    with pytest.raises(DocumentError, match="没有覆盖"):
        copied(tmp_path / "mine")


def test_the_shipped_templates_are_what_the_script_makes(tmp_path: Path, monkeypatch) -> None:
    import importlib.util

    from shuangkong import resources

    made = []
    for name, folder in (("templates", "letters"), ("papers", "letters"), ("tables", "tables")):
        path = resources.templates() / f"make_{name}.py"
        spec = importlib.util.spec_from_file_location(path.stem, path)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        monkeypatch.setattr(script, "FOLDER", tmp_path / name)
        (tmp_path / name).mkdir()
        script.main()
        made += [(one, resources.templates() / folder) for one in (tmp_path / name).iterdir()]

    assert len(made) == len(ALL_KINDS) + len(SHIPPED)
    for one, shipped in made:
        assert one.read_bytes() == (shipped / one.name).read_bytes(), one.name


_ORDER = {
    "rPr": "rStyle rFonts b bCs i iCs caps strike color spacing w kern position sz szCs "
    "highlight u effect bdr shd fitText vertAlign rtl cs em lang",
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr "
    "suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct "
    "topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind "
    "contextualSpacing mirrorIndents jc textAlignment outlineLvl rPr sectPr",
    "tblPr": "tblStyle tblpPr tblOverlap tblW jc tblCellSpacing tblInd tblBorders shd "
    "tblLayout tblCellMar tblLook",
    "trPr": "cantSplit trHeight tblHeader jc",
}


@pytest.mark.parametrize("kind", list(ALL_KINDS))
def test_word_would_not_call_a_template_damaged(kind: str) -> None:
    import zipfile
    from xml.etree import ElementTree

    from shuangkong import resources

    main = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    with zipfile.ZipFile(resources.templates() / "letters" / f"{kind}.docx") as archive:
        parts = [n for n in archive.namelist() if n.startswith("word/") and n.endswith(".xml")]
        for part in parts:
            tree = ElementTree.fromstring(archive.read(part))
            for name, order in _ORDER.items():
                places = {tag: n for n, tag in enumerate(order.split())}
                for element in tree.iter(main + name):
                    tags = [child.tag.removeprefix(main) for child in element]
                    found = [places[tag] for tag in tags if tag in places]
                    assert found == sorted(found), (part, tags)


@pytest.mark.parametrize(
    "text",
    [
        "关于｛｛ 对象 ｝｝的函",
        "关于{ { 对象 } }的函",
        "{％ if 横幅 ％}注{％ endif ％}",
        "关于{对象}的函",
        "甲｛{对象}｝乙",
    ],
)
def test_braces_that_would_stay_in_the_letter_are_faults(template: Make, text: str) -> None:
    path = template("{{ 发文机关 }}", text)

    (found,) = check_template("result", path)

    assert found.kind == "SK-O0002"
    assert found.place is not None
    assert found.place.cell == "第2段"
    with pytest.raises(DocumentError, match="SK-O0002"):
        require_sound(path.parent, {"result"})


def test_braces_of_plain_words_are_no_fault(template: Make) -> None:
    path = template("{{ 发文机关 }}（{另行}通知）完成率100%")

    assert {f.kind for f in check_template("result", path)} <= {"SK-O0004"}
