import io
import zipfile
from pathlib import Path

import pytest
from shuangkong.documents import pdf as pdf_module
from shuangkong.documents import write_documents
from shuangkong.documents.fonts import CHAINS, Substitution, report, substituted, substitutions
from shuangkong.documents.letters.draft import Drafting, draft_circular
from shuangkong.documents.pdf import REPORT, converter
from shuangkong.errors import DocumentError

from tests.documents import small


def test_the_first_font_installed_stands_in() -> None:
    found = {s.wanted: s.used for s in substitutions({"黑体", "FangSong", "Noto Serif CJK SC"})}

    assert "黑体" not in found
    assert found["仿宋_GB2312"] == "FangSong"
    assert found["方正小标宋简体"] == "Noto Serif CJK SC"
    assert found["Times New Roman"] is None


def test_all_fonts_there_means_no_substitution() -> None:
    assert substitutions(CHAINS) == ()
    assert report(()) == "字体齐全，没有替换。\n"


def test_the_report_names_every_substitution() -> None:
    text = report([Substitution("黑体", "SimHei"), Substitution("宋体", None)])

    assert "黑体：本机没有安装，以“SimHei”代替" in text
    assert "宋体：本机没有安装，也没有可替代的字体" in text


def test_only_the_copy_for_the_pdf_changes_its_fonts() -> None:
    content = draft_circular(small.assessment(), Drafting()).content

    changed = substituted(content, [Substitution("仿宋_GB2312", "FangSong")])

    with zipfile.ZipFile(io.BytesIO(changed)) as archive:
        text = archive.read("word/document.xml").decode("utf-8")
    assert 'w:eastAsia="FangSong"' in text
    assert "仿宋_GB2312" not in text


def test_without_libreoffice_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_module, "converter", lambda: None)

    with pytest.raises(DocumentError, match="没有找到 LibreOffice"):
        write_documents(small.assessment(), tmp_path / "out", pdf=True)

    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(converter() is None, reason="LibreOffice is not installed")
def test_every_document_has_its_pdf(tmp_path: Path) -> None:
    done = write_documents(small.assessment(), tmp_path / "out", pdf=True)

    printed = {n for n in done.files if n.endswith((".docx", ".xlsx"))}
    made = {n for n in done.files if n.startswith("PDF/")}

    assert made == {f"PDF/{Path(n).with_suffix('.pdf').as_posix()}" for n in printed} | {REPORT}
    assert (tmp_path / "out" / "PDF" / "通报（草稿）.pdf").read_bytes().startswith(b"%PDF")
