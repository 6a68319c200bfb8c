"""The jobs around letter templates that an office edits, and packing what was written."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..documents.letters.templates import Template
    from ..vocabulary import Finding


def listed(folder: Path | None = None) -> "Sequence[Template]":
    """The letter templates, an office's own before the shipped ones."""
    from ..documents.letters.templates import list_templates

    return list_templates(folder)


def faults(folder: Path | None = None) -> "Sequence[Finding]":
    """Placeholders that do not exist or are not used, each with its paragraph."""
    from ..documents.letters.templates import check_templates

    return check_templates(folder)


def copied(folder: Path) -> Sequence[Path]:
    """The shipped templates copied out, to be edited.

    Raises:
        DocumentError: a file cannot be written.
    """
    from ..documents.letters.templates import copy_templates

    return copy_templates(folder)


def archive(folder: Path, path: Path) -> None:
    """Pack a folder of documents into one reproducible zip.

    Raises:
        DocumentError: a file cannot be read, or the zip not written.
    """
    from ..documents import write_archive

    write_archive(folder, path)
