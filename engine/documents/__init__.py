"""Documents: scorecards, letters, summaries, manifest; the same input gives the same bytes.

Nothing here is imported before it is used, so that commands without data start quickly.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..assess.result import Assessment
    from .letters.letterhead import Letterhead
    from .run import Written


def write_documents(
    assessment: "Assessment",
    output: Path,
    *,
    progress: Callable[[str, int, int], None] | None = None,
    letterhead: "Letterhead | None" = None,
    templates: Path | None = None,
) -> "Written":
    """Write all documents of an assessment into the folder `output`.

    The folder appears whole or not at all; what was there before stays until then.
    `progress` is called with a file's name, its number and the number of all files.

    Raises:
        DocumentError: a file or template cannot be written or read.
    """
    from .letters.letterhead import Letterhead
    from .run import Options, write

    options = Options(letterhead or Letterhead(), templates)
    return write(assessment, output, progress, options)
