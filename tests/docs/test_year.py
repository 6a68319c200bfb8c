"""`docs/year.md` is played through, and then `docs/auditor.zh.md` on the ledger of that year."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from shuangkong.desk.wording import RECORDED
from shuangkong.ledger.register import register
from shuangkong.ledger.store import EntryKind, opened

from tests.docs import played

ENGLISH, CHINESE, AUDIT = (
    (played.DOCS / name).read_text(encoding="utf-8")
    for name in ("year.md", "year.zh.md", "auditor.zh.md")
)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder in which the year was played; it is the one where commands run."""
    folder = tmp_path_factory.mktemp("year")
    (folder / "申诉书.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        list(played.play(ENGLISH, folder))
        yield folder


def test_a_year_is_played_through(year: Path) -> None:
    sent = {(one.number, one.to, one.kind): one.standing for one in register(Path("2020考核"))}
    assert sent[23, "邯郸市", "整改函"] == "已由第30号撤回"
    assert sent[30, "邯郸市", "更正函"] == "有效"
    assert sent[29, "邯郸市", "复核决定书"] == "有效"
    returned = {path.name for path in (year / "试算" / "函").iterdir()}
    assert any("雄安新区_催报函" in name for name in returned)


def test_both_languages_have_the_same_year() -> None:
    assert len(played.transcripts(ENGLISH)) > 20
    assert played.transcripts(CHINESE) == played.transcripts(ENGLISH)


def test_its_audit_is_played_through(year: Path) -> None:
    codes = dict(played.play(AUDIT, year))
    assert set(codes.values()) == {0}
    assert sum("replay" in command or "verify" in command for command in codes) >= 3


def test_every_field_of_its_ledger_has_a_name_at_the_desk(year: Path) -> None:
    with opened(year / "2020考核") as ledger:
        entries = ledger.entries(None)
    assert {one.kind for one in entries} >= {*EntryKind} - {EntryKind.REFUSAL, EntryKind.WARNING}
    apart = {"files", "templates", "layouts"}
    assert {field for one in entries for field in one.content} - apart <= {*RECORDED}
