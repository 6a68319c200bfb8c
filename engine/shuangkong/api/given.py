"""What users hand to a job, in any of the shapes they have it in."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, Union

from ..running.progress import READING, Stage

if TYPE_CHECKING:
    from ..declarations.bundle import Declarations
    from ..intake import Layout, Reading
    from ..intake.sources import SourceFile
    from ..running.crew import Crew
    from ..running.kept import Kept

#: A plan as loaded, the id of a shipped one, or a folder.
PlanLike: TypeAlias = Union["Declarations", str, Path]
#: Files, folders and zips; files in memory by name; or what was read from any of them.
Data: TypeAlias = Union["Reading", str, Path, Iterable[str | Path], Mapping[str, bytes]]


def load(plan: PlanLike) -> "Declarations":
    """A plan, ready to use: a shipped one by its id, one's own by its folder.

    What only needs to be explained or decided does not keep a plan from being loaded.

    Raises:
        Misuse: there is no such plan.
        DeclarationError: with every error of the plan, each with file, line and mend.
    """
    from ..declarations.bundle import Declarations
    from ..declarations.load import folder_of
    from ..declarations.load import load as loaded

    return plan if isinstance(plan, Declarations) else loaded(folder_of(str(plan)))


def read_from(
    declarations: "Declarations | None",
    year: int | None,
    data: Data,
    layouts: Iterable["Layout"] = (),
    stage: Stage | None = None,
    kept: "Kept | None" = None,
    crew: "Crew | None" = None,
) -> "Reading":
    """What is in the data; what was read before is taken as it is."""
    from ..intake import Reading, read_submissions
    from ..running.progress import silent

    if isinstance(data, Reading):
        return data
    elsewhere = None
    if crew is not None and kept is not None:
        from ..intake.shared import by

        elsewhere = by(crew)
    with (stage or silent)(READING) as step:
        return read_submissions(declarations, places(data), year, layouts, step, kept, elsewhere)


def places(
    data: "str | Path | Iterable[str | Path] | Mapping[str, bytes]",
) -> "list[Path | SourceFile]":
    """Paths, and files that are held in memory."""
    from ..intake.sources import SourceFile

    if isinstance(data, str | Path):
        return [Path(data)]
    if isinstance(data, Mapping):
        return [SourceFile(name, content) for name, content in data.items()]
    return [Path(one) for one in data]
