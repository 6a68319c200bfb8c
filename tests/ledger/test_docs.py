from pathlib import Path

import pytest
from shuangkong.ledger.schema import STATEMENTS
from shuangkong.ledger.state import Use
from shuangkong.ledger.store import EntryKind
from shuangkong.vocabulary import DecisionKind

TEXT = (Path(__file__).parents[2] / "docs" / "ledger.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("word", [*EntryKind, *Use])
def test_every_kind_of_entry_and_every_standing_is_explained(word):
    assert word.chinese in TEXT


@pytest.mark.parametrize("kind", DecisionKind)
def test_every_decision_is_explained(kind):
    assert f"| `{kind.value}` |" in TEXT


def test_every_table_is_named():
    tables = [name for name, sql in STATEMENTS.items() if sql.startswith("CREATE TABLE")]

    assert [name for name in tables if f"`{name}`" not in TEXT] == []


def test_a_hash_can_be_computed_as_it_is_described(ledger):
    import hashlib
    import json
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(ledger)) as connection:
        rows = connection.execute(
            "SELECT previous, number, kind, at, content, hash FROM entry"
        ).fetchall()

    for *envelope, hashed in rows:
        text = json.dumps(envelope, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert hashlib.sha256(text.encode("utf-8")).hexdigest() == hashed


def test_the_lines_that_compute_a_hash_run_as_they_stand(ledger):
    import hashlib
    import json
    import re
    import sqlite3
    from contextlib import closing

    (lines,) = re.findall(r"```python\n(envelope = .*?)```", TEXT, re.DOTALL)
    with closing(sqlite3.connect(ledger)) as connection:
        rows = connection.execute(
            "SELECT previous, number, kind, at, content, hash FROM entry"
        ).fetchall()

    for *row, hashed in rows:
        names = dict(zip(("previous", "number", "kind", "at", "content"), row, strict=True))
        names |= {"hashlib": hashlib, "json": json}
        exec(lines, names)
        assert names["hashed"] == hashed
