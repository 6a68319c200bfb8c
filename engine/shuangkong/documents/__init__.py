"""Documents: scorecards, letters, summaries, manifest; the same input gives the same bytes.

Nothing here is imported before it is used, so that commands without data start quickly.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..running.progress import Progress

if TYPE_CHECKING:
    from ..assess.outlook import Outlook
    from ..assess.past import Past
    from ..assess.result import Assessment, EntityResult
    from ..running.crew import Crew
    from .letterhead import Letterhead
    from .run import Written

#: the module that a process needs for writing documents
DRAFTING = f"{__name__}.entity"


def write_documents(
    assessment: "Assessment",
    output: Path,
    *,
    progress: Progress | None = None,
    letterhead: "Letterhead | None" = None,
    templates: Path | None = None,
    history: "Sequence[Past]" = (),
    sources: Mapping[str, Path] | None = None,
    pdf: bool = False,
    more: Mapping[str, bytes] | None = None,
    crew: "Crew | None" = None,
) -> "Written":
    """Write all documents of an assessment into the folder `output`.

    The folder appears whole or not at all; what was there before stays until then, and is
    kept beside it when someone has changed it by hand.

    Args:
        assessment: what is to be written up.
        output: the folder; made when it does not exist.
        progress: called with a file's name, its number and the number of all files.
        letterhead: issuer and formalities; what is left out stays a visible placeholder.
        templates: a folder of the office's own templates, used before the shipped ones.
        history: the plan's earlier years on the same observations, for the charts.
        sources: submitted files by the name observations carry; they are copied along, and
            every figure links to its cell; those of the assessment when left out.
        pdf: write a PDF of every document too, by LibreOffice.
        more: further papers by file name, to be written beside the others.
        crew: who does the work; one process when left out.

    Raises:
        DocumentError: a file or template cannot be written or read, or LibreOffice is missing.
    """
    from ..running.crew import Crew
    from .letterhead import Letterhead
    from .letters.draft import Drafting
    from .run import Options, write

    drafting = Drafting(letterhead or Letterhead(), templates)
    given = assessment.sources if sources is None else sources
    options = Options(drafting, history, given, pdf, more or {}, crew or Crew())
    return write(assessment, output, progress, options)


def draft_documents(
    assessment: "Assessment",
    result: "EntityResult",
    *,
    letterhead: "Letterhead | None" = None,
    templates: Path | None = None,
    history: "Sequence[Past]" = (),
) -> Mapping[str, bytes]:
    """The scorecard and letters of one entity by file name, as `write_documents` makes them.

    Raises:
        DocumentError: a template cannot be used.
    """
    from .letterhead import Letterhead
    from .letters.draft import Drafting
    from .run import Options, drafts

    drafting = Drafting(letterhead or Letterhead(), templates)
    return drafts(assessment, result, Options(drafting, history, assessment.sources))


def draft_common(assessment: "Assessment") -> Mapping[str, bytes]:
    """The papers of all entities by file name, as `write_documents` makes them: the circular,
    the top entity's own report where the scheme asks for it, and the tables of all.

    Raises:
        DocumentError: a template cannot be used.
    """
    from .letterhead import Letterhead
    from .letters.draft import Drafting
    from .of_all import drafts_of_all

    return drafts_of_all(assessment, Drafting(Letterhead(), None))


def write_warnings(
    outlook: "Outlook",
    output: Path,
    *,
    progress: Progress | None = None,
    letterhead: "Letterhead | None" = None,
    templates: Path | None = None,
    pdf: bool = False,
    draft_letters: bool = False,
) -> "Written":
    """Write the barometer of an outlook, and a letter to every entity behind its pace.

    The folder appears as with `write_documents`; levels that cannot be given call for no letter.
    An outlook on assumed figures has none either, unless `draft_letters` asks for them; they then
    say in every paragraph that they rest on assumptions.

    Raises:
        DocumentError: a file or template cannot be written or read.
    """
    from .letterhead import Letterhead
    from .letters.draft import Drafting
    from .run import Written
    from .warnings import write_warnings as write

    drafting = Drafting(letterhead or Letterhead(), templates)
    files, kept = write(outlook, output, progress, drafting, pdf=pdf, draft_letters=draft_letters)
    return Written(output.resolve(), files, kept)


def write_archive(folder: Path, path: Path) -> None:
    """Pack a folder of documents into one reproducible zip.

    Raises:
        DocumentError: a file cannot be read, or the zip not written.
    """
    from .run import archive

    archive(folder, path)
