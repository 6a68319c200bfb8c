"""Papers of the ledger name who writes them as other letters do; minutes, which have no addressee,
do not."""

import io

import docx
import pytest
from shuangkong.documents.letterhead import Letterhead
from shuangkong.documents.papers import Paragraph, paper


@pytest.mark.parametrize(("to", "named"), [("甲市人民政府", True), ("", False)])
def test_a_letter_names_its_issuer_above_its_title(to: str, named: bool) -> None:
    head = Letterhead(issuer="某省发展和改革委员会")

    content = paper(
        "关于更正的函", to, [Paragraph("正文。")], head, verification="verified", year=2020
    )

    texts = [p.text for p in docx.Document(io.BytesIO(content)).paragraphs]
    title = next(t for t in texts if "关于更正的函" in t)
    assert title == ("某省发展和改革委员会\n关于更正的函" if named else "关于更正的函")
