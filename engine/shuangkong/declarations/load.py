"""A plan folder → `Declarations`, or one error that carries every fault found in it."""

import re
from collections.abc import Mapping
from pathlib import Path

from .. import resources
from ..errors import DeclarationError, Misuse
from ..vocabulary import Finding, Severity
from .bundle import Declarations
from .checking import check_loaded
from .hints import did_you_mean
from .reading import read_with_sources
from .scaffold import TEMPLATES

_NAMED = re.compile(r"[\w-]+")
#: words of a plan's id that tell it from others of its period or its matter
_MANY_WORDS = 2


def read(folder: Path) -> tuple[Declarations | None, tuple[Finding, ...]]:
    """Load a plan folder as far as it goes, with every fault of shape in its files."""
    loaded = read_with_sources(folder)
    return loaded.declarations, loaded.findings


def load(folder: Path) -> Declarations:
    """Load a plan folder for use. What must be explained or decided does not keep it from that.

    Raises:
        DeclarationError: with every error found, of shape or of meaning, when there is any.
    """
    loaded = read_with_sources(folder)
    grave = [f for f in check_loaded(loaded) if f.severity.rank <= Severity.ERROR.rank]
    if loaded.declarations is None or grave:
        listed = "\n".join(str(f) for f in grave)
        name = folder.resolve().name
        raise DeclarationError(f"规划 {name} 有 {len(grave)} 处错误：\n{listed}", grave)
    return loaded.declarations


def folder_of(plan: str) -> Path:
    """The folder of a shipped plan's id, or a folder given by its path.

    Raises:
        Misuse: when there is neither.
    """
    as_path = Path(plan)
    if (as_path / "plan.yaml").is_file():
        return as_path
    if as_path.is_dir() and plan not in shipped_plans():
        raise Misuse(
            f"文件夹 {plan} 里没有 plan.yaml，不是规划文件夹\n"
            "    怎么改：写到含有 plan.yaml 的那一级；新建可用 shuangkong plan new"
        )
    return shipped_folder(plan)


def shipped_folder(plan: str) -> Path:
    """The folder of a shipped plan's id; what a stranger's file names is never taken for a path.

    Raises:
        Misuse: no plan of that id is shipped.
    """
    shipped = shipped_plans()
    if plan in shipped:
        return shipped[plan]
    if plan in TEMPLATES:
        raise Misuse(
            f"“{plan}”是样板，不是现成的规划\n"
            f"    怎么改：先生成本省的规划：shuangkong plan new 文件夹 --template {plan} "
            "--name 省名，再写这个文件夹；"
            f"只是试用的，写示例规划 {_shown(resources.samples() / plan)}"
        )
    hint = _near(plan, shipped)
    raise Misuse(
        f"没有名为“{plan}”的规划{hint}\n    怎么改：写随附规划的代号（{'、'.join(shipped)}），"
        "或自备规划文件夹的路径（其中有 plan.yaml）"
    )


def _near(plan: str, shipped: Mapping[str, Path]) -> str:
    """Which plan was probably meant: a sample of that name, else a shipped one, those first that
    have most of its words (15fyp, carbon)."""
    sample = resources.samples() / plan
    if _NAMED.fullmatch(plan) and (sample / "plan.yaml").is_file():
        return f"；{plan} 是示例规划的文件夹，是不是“{_shown(sample)}”？"
    words = {*plan.split("-")}
    shared = {name: len(words & {*name.split("-")}) for name in shipped}
    most = max(shared.values(), default=0)
    if most < _MANY_WORDS:
        return did_you_mean(plan, shipped)
    nearest = [name for name, count in shared.items() if count == most]
    return did_you_mean(plan, nearest) or f"，是不是“{nearest[0]}”？"


def _shown(folder: Path) -> str:
    """A folder as a person here would write it."""
    here = Path.cwd()
    return (folder.relative_to(here) if folder.is_relative_to(here) else folder).as_posix()


def shipped_plans() -> Mapping[str, Path]:
    """Folders of the shipped plans by id."""
    root = resources.targets()
    if not root.is_dir():
        return {}
    return {p.name: p for p in sorted(root.iterdir()) if (p / "plan.yaml").is_file()}
