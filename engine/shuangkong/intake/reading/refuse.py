"""Refusing a file: one message, no traceback."""

from ...errors import IntakeError
from ...vocabulary import Finding, Message, Place


def refuse(kind: Message, file: str, **words: str | int) -> IntakeError:
    """The error that says why a file is not read."""
    finding = Finding.of(kind, Place(file), **words)  # type: ignore[arg-type]
    return IntakeError(str(finding), (finding,))
