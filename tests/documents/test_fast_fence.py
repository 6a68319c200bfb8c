"""The fast ways are taken with versions that were tested, and with no others."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from shuangkong.documents import fast
from shuangkong.documents.fast import fence
from shuangkong.documents.letters import render as rendering
from shuangkong.documents.scorecard import scorecard
from shuangkong.documents.xlsx import write_book
from shuangkong.running.zips import repacked

from tests.documents import small

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def other(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[str]:
    """One library in a version that nobody has tried."""
    library: str = request.param
    found = fence.version
    monkeypatch.setattr(fence, "version", lambda n: "99.1" if n == library else found(n))
    fence.tested.cache_clear()
    yield library
    fence.tested.cache_clear()


def test_the_versions_of_the_lock_file_are_tested() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8").lower().split()
    for library, versions in fence.TESTED.items():
        assert any(f"{library}=={one}" in lock for one in versions), (
            f"{library}: run tests/documents, then add its version"
        )
    assert {*fence.WORKBOOKS, *fence.TABLES, *fence.LETTERS} == set(fence.TESTED)


def _book():
    done = small.assessment()
    return scorecard(done, done.results["A"])


@pytest.mark.parametrize("other", ["xlsxwriter"], indirect=True)
def test_a_workbook_is_written_plainly_with_another_version(
    other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fast.Writer, "write_quickly", lambda *_: pytest.fail("the fast way"))
    book = _book()
    assert fast.Writer().write(book) == repacked(write_book(book))


@pytest.mark.skipif(not fence.tested(fence.WORKBOOKS), reason="a version never compared is here")
def test_a_workbook_is_written_quickly_with_a_tested_version(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("shuangkong.documents.fast.writer.write_book", None)
    assert fast.Writer().write(_book()).startswith(b"PK")


@pytest.mark.parametrize("other", fence.LETTERS, indirect=True)
def test_a_letter_is_filled_plainly_with_another_version(
    other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, "compiled", lambda _: pytest.fail("the fast way"))
    monkeypatch.setattr(rendering, "render_plainly", lambda *_: b"plain")
    assert rendering.render(ROOT / "pyproject.toml", {}, title="", year=2020) == b"plain"


def test_a_library_that_does_not_tell_its_version_was_not_tested(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def gone(name: str) -> str:
        raise fence.PackageNotFoundError(name)

    monkeypatch.setattr(fence, "version", gone)
    assert not fence.tested.__wrapped__(fence.WORKBOOKS)
