"""What users hand to a job, in any of the shapes they have it in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, Union

from ..errors import Misuse
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
    """What is in the data; what was read before for the same plan is taken as it is.

    Raises:
        Misuse: the year is no number, the data none of what can be read, or it was read for
            another plan.
    """
    from ..intake import Reading, read_submissions
    from ..running.progress import silent

    if year is not None:
        a_year(year)
    if isinstance(data, Reading):
        _refuse_another(declarations, data)
        return data
    elsewhere = None
    if crew is not None and kept is not None:
        from ..intake.shared import by

        elsewhere = by(crew)
    with (stage or silent)(READING) as step:
        found = read_submissions(declarations, places(data), year, layouts, step, kept, elsewhere)
    return replace(found, plan=declarations.plan.id if declarations else "")


def a_year(year: object) -> None:
    """Refuse what is no year.

    Raises:
        Misuse: it is no whole number.
    """
    if not isinstance(year, int) or isinstance(year, bool):
        raise Misuse(f"年度应当是整数（所见：{year!r}）\n    怎么改：写成 2020，不加引号")


def several(given: object, kind: type, what: str) -> None:
    """Refuse what is not several things of a kind, a text above all, which is several letters.

    Raises:
        Misuse: it is no sequence of that kind.
    """
    if isinstance(given, str | bytes) or not isinstance(given, Iterable):
        raise Misuse(f"{what}要写成列表（所见：{given!r}）\n    怎么改：放进方括号，一项也如此")
    if isinstance(given, Sequence) and not all(isinstance(one, kind) for one in given):
        raise Misuse(f"{what}的每一项要是 {kind.__name__}（所见：{given!r}）")


def _refuse_another(declarations: "Declarations | None", read: "Reading") -> None:
    if declarations is not None and read.plan not in (None, declarations.plan.id):
        seen = f"按规划“{read.plan}”读取的" if read.plan else "没有按任何规划读取的"
        raise Misuse(
            f"这些数据是{seen}，不能用于规划“{declarations.plan.id}”\n"
            f"    怎么改：用同一规划重新读取：read({declarations.plan.id!r}, 年度, …)"
        )


def places(
    data: "str | Path | Iterable[str | Path] | Mapping[str, bytes]",
) -> "list[Path | SourceFile]":
    """Paths, and files that are held in memory."""
    from ..intake.sources import SourceFile

    if isinstance(data, str | Path):
        return [Path(data)]
    if isinstance(data, Mapping):
        for name, content in data.items():
            if not isinstance(content, bytes):
                raise Misuse(
                    f"文件“{name}”的内容要是字节（所见：{type(content).__name__}）\n"
                    "    怎么改：读文件用 read_bytes()，文字用 encode('utf-8')"
                )
        return [SourceFile(name, content) for name, content in data.items()]
    if not isinstance(data, Iterable):
        raise Misuse(
            f"数据要是文件、文件夹、压缩包，或“文件名：字节”（所见：{data!r}）\n"
            "    怎么改：写路径，或路径的列表"
        )
    return [Path(one) for one in data]
