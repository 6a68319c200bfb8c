"""The tables of a ledger and what keeps them append-only.

`entry` is the chain. `blob` holds bytes under their own hash. `observation` holds the figures
of each submission as they were read; its rows are vouched for by a hash in their entry.
"""

import sqlite3

#: marks the file as a ledger of ours ("SKLG")
APPLICATION = 0x534B4C47
#: raised when an older program would misread what is recorded. 2: decisions and issues that
#: wait for a second person; points, figures and grades that are decided; appeals and evidence.
#: 3: decisions that a second person refused
FORMAT = 3

#: `mark` is the verification: entries vouch for rows under these names, and with another there
#: would be ledgers of two shapes to verify for ever
ROW = (
    "entity",
    "indicator",
    "period",
    "value",
    "unit",
    "mark",
    "sheet",
    "cell",
    "raw",
    "raw_unit",
    "vintage",
    "authority",
    "note",
)

_TABLES = {
    "entry": """CREATE TABLE entry (
  number INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  at TEXT NOT NULL,
  content TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL
)""",
    "blob": """CREATE TABLE blob (
  sha256 TEXT PRIMARY KEY NOT NULL,
  size INTEGER NOT NULL,
  packed INTEGER NOT NULL,
  data BLOB NOT NULL
)""",
    "observation": """CREATE TABLE observation (
  submission INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  entity TEXT NOT NULL,
  indicator TEXT NOT NULL,
  period TEXT NOT NULL,
  value TEXT NOT NULL,
  unit TEXT NOT NULL,
  mark TEXT NOT NULL,
  sheet TEXT NOT NULL,
  cell TEXT NOT NULL,
  raw TEXT NOT NULL,
  raw_unit TEXT NOT NULL,
  vintage TEXT,
  authority TEXT,
  note TEXT,
  PRIMARY KEY (submission, ordinal)
) WITHOUT ROWID""",
}

_REFUSED = "append-only"


def _keepers() -> dict[str, str]:
    """Triggers: nothing is updated or deleted, and an entry continues the chain.

    The insert triggers also stop INSERT OR REPLACE, which deletes without a delete trigger.
    """
    made: dict[str, str] = {}
    for table in _TABLES:
        for verb in ("UPDATE", "DELETE"):
            name = f"{table}_no_{verb.lower()}"
            made[name] = (
                f"CREATE TRIGGER {name} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
            )
    made["entry_continues"] = (
        "CREATE TRIGGER entry_continues BEFORE INSERT ON entry "
        "WHEN NEW.number != (SELECT COALESCE(MAX(number), 0) + 1 FROM entry) "
        "OR NEW.previous != COALESCE((SELECT hash FROM entry ORDER BY number DESC LIMIT 1), "
        f"'{'0' * 64}') BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
    )
    made["blob_once"] = (
        "CREATE TRIGGER blob_once BEFORE INSERT ON blob "
        "WHEN EXISTS (SELECT 1 FROM blob WHERE sha256 = NEW.sha256) "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
    )
    made["observation_once"] = (
        "CREATE TRIGGER observation_once BEFORE INSERT ON observation "
        "WHEN NEW.submission != (SELECT MAX(number) FROM entry) OR EXISTS (SELECT 1 FROM "
        "observation WHERE submission = NEW.submission AND ordinal = NEW.ordinal) "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
    )
    return made


#: every statement that makes a ledger, by the name of what it makes
STATEMENTS: dict[str, str] = {**_TABLES, **_keepers()}


def shape_faults(connection: sqlite3.Connection) -> list[str]:
    """What of a ledger's tables and of the triggers that protect them is not as it was made.

    A trigger that was added could let an act end with a receipt, and nothing recorded.
    """
    found: dict[str, list[str | None]] = {}
    # only the indexes that SQLite makes by itself have no statement
    own = "type = 'index' AND sql IS NULL"
    for name, sql in connection.execute(f"SELECT name, sql FROM sqlite_master WHERE NOT ({own})"):
        found.setdefault(name, []).append(sql)
    faults = []
    for name in sorted({*found, *STATEMENTS}):
        if found.get(name) != [STATEMENTS.get(name)]:
            what = "多出" if name not in STATEMENTS else "缺少" if name not in found else "改动了"
            faults.append(f"{what} {name}")
    return faults
