import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from shuangkong.commands.root import root
from shuangkong.errors import LedgerError
from shuangkong.ledger import appeals, attach, show_checks, years
from shuangkong.ledger.database import path_of
from shuangkong.ledger.issue import assess_workspace
from shuangkong.ledger.register import register
from shuangkong.ledger.replay import replay
from shuangkong.ledger.schema import STATEMENTS
from shuangkong.ledger.store import opened
from shuangkong.ledger.trust import inside
from shuangkong.ledger.verify import verify


def tamper(path: Path, *statements: str) -> None:
    """What somebody with a database tool could do, protections taken off and put back."""
    with closing(sqlite3.connect(path)) as connection, connection:
        triggers = [name for name, sql in STATEMENTS.items() if sql.startswith("CREATE TRIGGER")]
        for name in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for name in triggers:
            connection.execute(STATEMENTS[name])


def said(path: Path, **more: object) -> list[tuple[str, str]]:
    return [(f.kind, f.why) for f in verify(path, **more).findings]  # type: ignore[arg-type]


def test_what_was_recorded_is_found_sound_also_when_everything_is_read_again(ledger):
    found = verify(ledger, deep=True)

    assert found.findings == ()
    assert found.sound
    assert (found.submissions, found.issues) == (4, 1)


@pytest.mark.parametrize(
    ("statement", "kind", "names"),
    [
        ("UPDATE entry SET content = replace(content, '经手人', '别人') WHERE number = 4",
         "SK-L050", "第 4 号（填报）"),
        ("UPDATE entry SET at = replace(at, '2021', '2020') WHERE number = 5",
         "SK-L050", "第 5 号"),
        ("UPDATE entry SET kind = 'issue' WHERE number = 3", "SK-L050", "第 3 号"),
        ("UPDATE entry SET content = 'nothing' WHERE number = 6", "SK-L053", "第 6 号"),
        ("UPDATE entry SET content = '[]' WHERE number = 6", "SK-L053", "第 6 号"),
        ("UPDATE entry SET content = CAST(x'80' AS TEXT) WHERE number = 6", "SK-L059", ""),
        ("DELETE FROM entry WHERE number = 5", "SK-L052", "第 5 号"),
        ("DELETE FROM entry WHERE number = 1", "SK-L052", "第 1 号"),
        ("UPDATE observation SET value = '80' WHERE submission = 4 AND ordinal = 1",
         "SK-L056", "第 4 号"),
        ("UPDATE observation SET note = '' WHERE submission = 3 AND ordinal = 0",
         "SK-L056", "第 3 号"),
        ("UPDATE observation SET value = x'00' WHERE submission = 3 AND ordinal = 0",
         "SK-L056", "第 3 号"),
        ("UPDATE observation SET ordinal = 7 WHERE submission = 3 AND ordinal = 0",
         "SK-L056", "第 3 号"),
        ("DELETE FROM observation WHERE submission = 3", "SK-L056", "第 3 号"),
        ("INSERT INTO observation SELECT 99, ordinal, entity, indicator, period, value, unit, "
         "mark, sheet, cell, raw, raw_unit, vintage, authority, note FROM observation "
         "WHERE submission = 3", "SK-L057", "数据"),
        ("INSERT INTO blob VALUES ('0', 1, 0, x'00')", "SK-L057", "存档"),
        ("CREATE TABLE extra (x)", "SK-L058", "多出 extra"),
        ("UPDATE entry SET at = at", None, ""),
    ],
)  # fmt: skip
def test_what_was_changed_is_named(ledger, statement, kind, names):
    tamper(ledger, statement)

    found = said(ledger)

    if kind is None:
        assert found == []
    else:
        assert [why for found_kind, why in found if found_kind == kind and names in why]


def test_kept_bytes_that_changed_or_vanished_are_named_with_their_file(ledger):
    with opened(ledger) as open_ledger:
        form = open_ledger.entry(3).content["sha256"]
        plan = open_ledger.entry(2).content["files"]["plan.yaml"]
    tamper(
        ledger,
        f"UPDATE blob SET data = CAST(x'00' || substr(data, 2) AS BLOB) WHERE sha256 = '{form}'",
        f"DELETE FROM blob WHERE sha256 = '{plan}'",
    )

    found = said(ledger)

    assert [why for kind, why in found if kind == "SK-L054" and "甲市_2020.xlsx" in why]
    assert [why for kind, why in found if kind == "SK-L055" and "plan.yaml" in why]


def test_taking_a_protection_off_is_seen(ledger):
    with closing(sqlite3.connect(ledger)) as connection, connection:
        connection.execute("DROP TRIGGER entry_no_update")

    assert said(ledger) == [("SK-L058", "台账的表或保护措施被改动：缺少 entry_no_update")]


@pytest.mark.parametrize(
    "statement",
    [
        'CREATE TRIGGER "sqlite-autoindex" BEFORE INSERT ON entry BEGIN SELECT RAISE(IGNORE); END',
        'CREATE TABLE "sqlite-autoindex_x" (x)',
        "CREATE TRIGGER entry BEFORE INSERT ON entry BEGIN SELECT RAISE(IGNORE); END",
    ],
)
def test_what_was_added_to_a_ledger_is_seen_and_nothing_is_recorded_in_it(begun, statement):
    with closing(sqlite3.connect(path_of(begun.workspace))) as connection, connection:
        connection.execute(statement)

    assert [kind for kind, _ in said(begun.workspace)] == ["SK-L058"]
    with pytest.raises(LedgerError, match="SK-L058"):
        begun.both_cities()


def test_a_file_may_be_called_what_is_kept_beside_it_is_called(begun):
    begun.submit(begun.form("甲", {("energy_total", 2020): 90}).rename(begun.out("说明")))

    assert verify(begun.workspace).findings == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET at = at",
        "DELETE FROM entry",
        "INSERT OR REPLACE INTO entry SELECT * FROM entry WHERE number = 3",
        "INSERT INTO entry VALUES (99, 'decision', '', '{}', '', '')",
        "UPDATE blob SET data = data",
        "DELETE FROM blob",
        "INSERT OR REPLACE INTO blob SELECT * FROM blob LIMIT 1",
        "UPDATE observation SET value = '1'",
        "DELETE FROM observation",
        "INSERT OR REPLACE INTO observation SELECT * FROM observation LIMIT 1",
    ],
)
def test_the_tables_themselves_refuse_to_be_changed(ledger, statement):
    refused = pytest.raises(sqlite3.IntegrityError, match="append-only")
    with closing(sqlite3.connect(ledger)) as connection, refused:
        connection.execute(statement)
    assert verify(ledger).sound


def sound(path: Path) -> bool:
    """Whether a ledger can be opened and is found sound."""
    try:
        return verify(path).sound
    except LedgerError:
        return False


def content(path: Path) -> list[object] | None:
    """Everything that can be read from a ledger; None when it cannot be opened or read."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            rows = [connection.execute("SELECT name, sql FROM sqlite_master").fetchall()]
            for table in ("entry", "blob", "observation"):
                rows.append(connection.execute(f"SELECT * FROM {table}").fetchall())
            for name in ("application_id", "user_version"):
                rows.append(connection.execute(f"PRAGMA {name}").fetchall())
            return rows
    except (sqlite3.Error, ValueError):
        return None


def test_a_changed_byte_is_found_unless_it_says_nothing(ledger):
    whole = ledger.read_bytes()
    before = content(ledger)
    chosen = random.Random(20210331)
    silent = 0
    for _ in range(250):
        at = chosen.randrange(len(whole))
        broken = bytearray(whole)
        broken[at] ^= 1 << chosen.randrange(8)
        ledger.write_bytes(broken)
        if sound(ledger):
            # only bytes that hold nothing (free space in a page) may change unnoticed
            assert content(ledger) == before, f"byte {at}"
            silent += 1
    assert silent < 50


def test_a_cut_file_is_damaged(ledger):
    data = ledger.read_bytes()
    ledger.write_bytes(data[: len(data) // 2])

    assert not sound(ledger)


def test_a_receipt_shows_that_another_ledger_was_put_in_its_place(ledger, begun):
    noted = verify(ledger).head.code

    assert verify(ledger, receipts=(noted,)).sound
    begun.both_cities()
    assert verify(begun.workspace).sound
    found = said(begun.workspace, receipts=(noted,))
    assert [kind for kind, _ in found] == ["SK-L061"]


@pytest.mark.parametrize("text", ["", "12", "12:", "12:abc", "x:3fa9c0d1e2f4"])
def test_a_receipt_that_means_nothing_is_refused(ledger, text):
    with pytest.raises(LedgerError, match="SK-L043"):
        verify(ledger, receipts=(text,))


def test_the_deep_check_finds_figures_that_do_not_follow_from_the_file(begun, monkeypatch):
    from decimal import Decimal

    # the deep check takes hold of the honest reader when it is imported
    from shuangkong.ledger import deep, received

    honest = received.read
    assert deep.read is honest

    def slipped(reader, name, data):
        reading = honest(reader, name, data)
        wrong = tuple(replace(o, value=o.value + Decimal(1)) for o in reading.observations)
        return replace(reading, observations=wrong)

    monkeypatch.setattr(received, "read", slipped)
    begun.both_cities()

    assert verify(begun.workspace).sound
    found = said(begun.workspace, deep=True)
    assert [kind for kind, _ in found] == ["SK-L062", "SK-L062"]


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE observation SET value = '80' WHERE submission = 4", "SK-L056"),
        ("UPDATE entry SET content = replace(content, 'met', 'not') WHERE number = 7", "SK-L050"),
        ("DELETE FROM entry WHERE number = 6", "SK-L052"),
        ("UPDATE blob SET data = x'00'", "SK-L006"),
    ],
)
def test_nothing_is_assessed_from_a_ledger_that_was_changed(ledger, statement, kind):
    tamper(ledger, statement)

    with pytest.raises(LedgerError, match=kind):
        assess_workspace(ledger, 2020)


@pytest.mark.parametrize("name", ["../x", "/x", "a/../../x", "C:x", "..\\x"])
def test_a_forged_file_name_does_not_lead_out_of_the_folder(tmp_path, name):
    with pytest.raises(LedgerError, match="SK-L006"):
        inside(tmp_path, name)
    assert inside(tmp_path, "评分卡/甲.xlsx").parent.parent == tmp_path


def test_a_change_of_the_program_is_not_laid_at_the_ledgers_door(ledger, monkeypatch):
    """The paper of an issue comes out otherwise, the version number and the ledger are the same."""
    from shuangkong.ledger import replay as replaying

    honest = replaying.write_documents

    def reworded(made, output, **more):
        done = honest(made, output, **more)
        return replace(done, files={**done.files, "results.json": "0" * 64})

    monkeypatch.setattr(replaying, "write_documents", reworded)
    found = verify(ledger, deep=True)
    told = show_checks.verified(found)

    assert (found.intact, found.sound) == (True, False)
    assert [f.kind for f in found.findings] == ["SK-L064"]
    assert "签发用的程序与现在的不同" in found.findings[0].why
    assert "台账完好，与登记时一致" in told
    assert "不一致" not in told
    assert "台账完好，重读或重演不同：1 处" in show_checks.verified_in_short(found)

    tamper(ledger, "DELETE FROM entry WHERE number = 5")
    broken = verify(ledger, deep=True)
    assert (broken.intact, broken.deep) == (False, False)
    assert "台账与登记时不一致" in show_checks.verified(broken)


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        (
            "UPDATE entry SET content = replace(content, '经手人', '别人') WHERE number = 4",
            "SK-L050",
        ),
        ("UPDATE observation SET value = '80' WHERE submission = 4", "SK-L056"),
        ("DELETE FROM entry WHERE number = 5", "SK-L052"),
    ],
)
def test_no_years_are_shown_from_a_ledger_that_was_changed(ledger, statement, kind):
    assert years.history(ledger).years == (2020,)
    tamper(ledger, statement)

    with pytest.raises(LedgerError, match=kind):
        years.history(ledger)
    done = CliRunner().invoke(root, ["history", str(ledger)])
    assert (done.exit_code != 0, "不合格" in done.output, "合格" in done.output) == (
        True, False, False,
    )  # fmt: skip


def test_no_list_is_made_from_a_ledger_whose_entries_were_changed(ledger, tmp_path):
    tamper(ledger, "UPDATE entry SET content = replace(content, '经手人', '别人') WHERE number = 4")

    for listed in (register, appeals.appeals, attach.attached):
        with pytest.raises(LedgerError, match="SK-L050"):
            listed(ledger)
    with pytest.raises(LedgerError, match="SK-L050"):
        replay(ledger, "2021-12-31", 2020, tmp_path / "原件", stored=True)
    assert not (tmp_path / "原件").exists()
