"""A plan folder → `Declarations`, or one error that carries every fault found in it."""

from collections.abc import Mapping
from pathlib import Path

from .. import resources
from ..errors import DeclarationError, Misuse
from ..vocabulary import Finding, Severity
from .bundle import Declarations
from .checking import check_loaded
from .hints import did_you_mean
from .reading import read_with_sources


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
    shipped = shipped_plans()
    if plan in shipped:
        return shipped[plan]
    if as_path.is_dir():
        raise Misuse(
            f"文件夹 {plan} 里没有 plan.yaml，不是规划文件夹\n"
            "    怎么改：写到含有 plan.yaml 的那一级；新建可用 shuangkong plan new"
        )
    hint = did_you_mean(plan, shipped)
    raise Misuse(
        f"没有名为“{plan}”的规划{hint}\n    怎么改：写随附规划的代号（{'、'.join(shipped)}），"
        "或自备规划文件夹的路径（其中有 plan.yaml）"
    )


def shipped_plans() -> Mapping[str, Path]:
    """Folders of the shipped plans by id."""
    root = resources.targets()
    if not root.is_dir():
        return {}
    return {p.name: p for p in sorted(root.iterdir()) if (p / "plan.yaml").is_file()}
