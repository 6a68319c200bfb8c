"""What the files that somebody has are for: the plan, entity and year of a form among them."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from .form.metadata import WORKINGS, Identity, identity_of
from .reading import read_book
from .reading.barrier import guarded
from .sources import SourceFile, gather


def identify(paths: Path | Iterable[Path | SourceFile]) -> Identity | None:
    """What the first workbook of ours among files, folders and zips is for (plan, entity, year).

    Raises:
        Misuse: when a path does not exist.
    """
    for source in gather(paths, []):
        found = guarded(source.name, partial(_identity, source))
        if isinstance(found, Identity):
            return replace(found, file=source.name)
    return None


def _identity(source: SourceFile) -> Identity | None:
    return identity_of(read_book(source.name, source.data, frozenset((WORKINGS,))))
