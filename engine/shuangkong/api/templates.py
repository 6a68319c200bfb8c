"""Templates of letters and tables that an office edits, and packing what was written."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..documents.owned import Owned
    from ..vocabulary import Finding


def listed(folder: Path | None = None) -> "Sequence[Owned]":
    """The templates of letters and tables, an office's own before the shipped ones."""
    from ..documents import owned

    return owned.listed(folder)


def faults(folder: Path | None = None) -> "Sequence[Finding]":
    """Placeholders that do not exist or are not used, each with its paragraph or cell."""
    from ..documents import owned

    return owned.checked(folder)


def copied(folder: Path) -> Sequence[Path]:
    """The shipped templates copied out, to be edited.

    Raises:
        DocumentError: a file cannot be written.
    """
    from ..documents import owned

    return owned.copied(folder)


def archive(folder: Path, path: Path) -> None:
    """Pack a folder of documents into one reproducible zip.

    Raises:
        DocumentError: a file cannot be read, or the zip not written.
    """
    from ..documents import write_archive

    write_archive(folder, path)
