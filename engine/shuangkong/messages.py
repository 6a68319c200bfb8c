"""Every message once: id, name, severity, zh, en, mend, as data in `messages.tsv`.

A room says `messages.NO_UNIT` and fills its words by `Finding.of`; the tests hold each such
name to a row of the table, and each row to somebody who says it.
"""

from functools import cache
from pathlib import Path

from .vocabulary import Message, Severity


@cache
def _table() -> dict[str, Message]:
    text = Path(__file__).with_name("messages.tsv").read_text(encoding="utf-8")
    table = {}
    for line in text.splitlines()[1:]:
        id_, name, severity, zh, en, mend = line.split("\t")
        if name in table:
            raise AssertionError(f"messages.tsv: {name} twice")
        table[name] = Message(id_, Severity(severity), en, zh, mend)
    return table


def catalogue() -> tuple[Message, ...]:
    """All messages, by id."""
    return tuple(sorted(_table().values(), key=lambda message: message.id))


def __getattr__(name: str) -> Message:
    try:
        return _table()[name]
    except KeyError:
        raise AttributeError(f"messages.tsv has no message {name}") from None
