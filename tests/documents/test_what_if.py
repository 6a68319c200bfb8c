"""What rests on assumed figures says so everywhere, and writes no letters unless asked."""

from pathlib import Path

import pytest
import shuangkong
from shuangkong import resources
from shuangkong.api.shown import outlook_text
from shuangkong.assess.outlook import Outlook
from shuangkong.assess.outlook_text import period_words

from .reading import everything, paragraphs

ASSUMED = "石家庄市.energy_total.2020=4500"
#: the same as an official reads it
SAID = "石家庄市2020年能源消费总量4500万吨标准煤"


@pytest.fixture(scope="module")
def supposed() -> Outlook:
    data = resources.samples() / "hebei-13fyp"
    return shuangkong.outlook("hebei-13fyp", 2020, data, assumed=[ASSUMED])


def test_no_letter_goes_out_on_an_assumption(supposed: Outlook, tmp_path: Path) -> None:
    written = shuangkong.write(supposed, tmp_path / "out")

    assert "假设推演_预警一览.xlsx" in written.files
    assert not [name for name in written.files if name.endswith(".docx")]
    assert SAID in outlook_text(supposed)
    assert "假设推演" in outlook_text(supposed)


def test_drafted_letters_say_in_every_paragraph_what_they_rest_on(
    supposed: Outlook, tmp_path: Path
) -> None:
    written = shuangkong.write(supposed, tmp_path / "out", draft_letters=True)

    letters = [name for name in written.files if name.endswith(".docx")]
    assert letters
    assert all(Path(name).name.startswith("假设推演_") for name in letters)
    name = next(n for n in letters if "石家庄市" in n)
    assert f"据假设数据推演（{SAID}）" in everything(tmp_path / "out" / name)
    assert "energy_total" not in everything(tmp_path / "out" / name)
    told = [p for p in paragraphs(tmp_path / "out" / name) if p[:2] in ("1.", "2.", "3.")]
    assert told
    for text in told:
        if "4500" in text or "能源消费总量" in text:
            assert "〔据假设〕" in text


def test_an_outlook_on_the_record_says_nothing_of_assumptions(tmp_path: Path) -> None:
    data = resources.samples() / "hebei-13fyp"
    found = shuangkong.outlook("hebei-13fyp", 2020, data)

    assert "假设" not in outlook_text(found)
    assert found.assumed == ()


def test_a_part_of_the_year_has_a_chinese_name() -> None:
    assert period_words(2020, "H1") == "2020年上半年"
