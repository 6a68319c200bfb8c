"""A backup put back: verified as the ledger verifies itself, and both databases or none."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from shuangkong.desk import backup
from shuangkong.errors import DeskError, LedgerError

BOTH = ("shuangkong.ledger", "shuangkong.desk")


@pytest.fixture
def copied(app: Flask, tmp_path: Path) -> Path:
    """A copy of the workspace, that holds one backup."""
    desk = app.extensions["shuangkong"]
    copy = tmp_path / "copy"
    made = backup.make(desk.workspace, desk.store)
    shutil.copytree(made, copy / backup.FOLDER / "一")
    for name in BOTH:
        shutil.copy2(made / name, copy / name)
    return copy


def standing(workspace: Path) -> dict[str, bytes]:
    """What lies in a workspace, outside its backups."""
    return {one.name: one.read_bytes() for one in workspace.iterdir() if one.is_file()}


def forged(path: Path) -> None:
    """Change a ledger as no trigger would allow."""
    with closing(sqlite3.connect(path)) as connection:
        named = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'entry'"
        for (name,) in connection.execute(named).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE entry SET at = '2020-01-01T00:00:00+08:00'")
        connection.commit()


def other(path: Path) -> None:
    """A database, and no ledger."""
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE t (a)")


@pytest.mark.parametrize("spoilt", [forged, other])
def test_a_ledger_that_does_not_verify_is_not_put_back(copied: Path, spoilt: object) -> None:
    assert callable(spoilt)
    spoilt(copied / backup.FOLDER / "一" / "shuangkong.ledger")
    before = standing(copied)

    with pytest.raises(LedgerError):
        backup.restore(copied, "一")

    assert standing(copied) == before
    assert [one.name for one in (copied / backup.FOLDER).iterdir()] == ["一"]


def test_a_desk_that_is_none_is_not_put_back(copied: Path) -> None:
    other(copied / backup.FOLDER / "一" / "shuangkong.desk")
    before = standing(copied)

    with pytest.raises(DeskError):
        backup.restore(copied, "一")

    assert standing(copied) == before


def test_no_backup_is_made_of_a_ledger_that_does_not_verify(copied: Path) -> None:
    forged(copied / "shuangkong.ledger")

    with pytest.raises(LedgerError):
        backup.make(copied, backup.Store.beside(copied))

    assert [one.name for one in backup.listed(copied)] == ["一"]
    assert not list(copied.glob(".*"))


def test_on_a_full_disk_both_stay_where_they_are(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(source: Path, target: Path) -> None:
        if target.name == "shuangkong.desk":
            target.write_bytes(b"SQLite")
            raise sqlite3.OperationalError("disk I/O error")
        shutil.copy2(source, target)

    monkeypatch.setattr(backup, "copy", full)
    before = standing(copied)

    with pytest.raises(DeskError, match="都在原处") as told:
        backup.restore(copied, "一")

    assert "磁盘空间" in str(told.value)
    assert standing(copied) == before
    assert sorted(one.name for one in copied.iterdir()) == sorted([*before, backup.FOLDER])


@pytest.mark.parametrize("undone", [True, False])
def test_what_cannot_be_put_in_place_is_undone_or_told(
    copied: Path, monkeypatch: pytest.MonkeyPatch, undone: bool
) -> None:
    placed = Path.replace

    def refusing(self: Path, target: Path) -> Path:
        coming = self.parent.name.endswith(".tmp") and self.name == "shuangkong.desk"
        back = self.parent.name.startswith("恢复前")
        if coming or (back and not undone):
            raise PermissionError("没有权限")
        return placed(self, target)

    monkeypatch.setattr(Path, "replace", refusing)
    before = standing(copied)

    with pytest.raises(DeskError) as told:
        backup.restore(copied, "一")

    if undone:
        assert "都在原处" in str(told.value)
        assert standing(copied) == before
        return
    (kept,) = (copied / backup.FOLDER).glob("恢复前-*")
    assert str(kept) in str(told.value)
    assert standing(kept) == before
