"""A plan folder → `Declarations`, or one error that carries every fault found in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from .. import resources
from ..errors import DeclarationError, Misuse
from ..vocabulary import (
    CheckRule,
    Context,
    Finding,
    Indicator,
    Plan,
    Scheme,
    Target,
    WarningRule,
)
from . import tables
from .bundle import Declarations
from .folder import Folder
from .hints import did_you_mean
from .sources import Sources

T = TypeVar("T")


@dataclass(frozen=True)
class Loaded:
    """A plan folder as far as it could be read: what it says, its faults, where things stand."""

    declarations: Declarations | None
    findings: tuple[Finding, ...]
    sources: Sources


def read(folder: Path) -> tuple[Declarations | None, tuple[Finding, ...]]:
    """Load a plan folder as far as it goes, with every fault of shape in its files."""
    loaded = read_with_sources(folder)
    return loaded.declarations, loaded.findings


def read_with_sources(folder: Path) -> Loaded:
    """As `read`, with the place of every declared value."""
    source = Folder(folder)
    plan = source.record("plan.yaml", Plan, "plan")
    entities = _table(tables.entities, source, "entities.csv", needed=True)
    allocations = _table(tables.allocations, source, "allocations.csv", needed=False)
    indicators = source.records(["indicators.yaml"], "indicators", Indicator, needed=True)
    targets = source.records(source.under("targets"), "targets", Target)
    checks = source.records(["checks.yaml"], "checks", CheckRule)
    warnings = source.records(["warnings.yaml"], "warnings", WarningRule)
    context = source.records(["coverage.yaml"], "context", Context)
    schemes: dict[str, Scheme] = {}
    for name in source.under("schemes"):
        source.keep(schemes, source.record(name, Scheme, "schemes"), source.findings)
    if plan is None:
        return Loaded(None, tuple(source.findings), source.sources)
    declarations = Declarations(
        folder=folder,
        plan=plan,
        entities={e.code: e for e in entities},
        indicators=indicators,
        targets=targets,
        allocations=allocations,
        checks=checks,
        schemes=schemes,
        warnings=warnings,
        context=tuple(context.values()),
        hashes=dict(sorted(source.hashes.items())),
        attribute_units=tables.attribute_units(
            source.sources.texts.get(source.label("entities.csv"), "")
        ),
    )
    return Loaded(declarations, tuple(source.findings), source.sources)


def _table(
    parse: Callable[[str, str, list[Finding]], tuple[T, ...]],
    source: Folder,
    name: str,
    *,
    needed: bool,
) -> tuple[T, ...]:
    """Records of a table; none when there is no such file."""
    before = len(source.findings)
    text = source.text(name, needed=needed)
    found = () if text is None else parse(text, source.label(name), source.findings)
    if len(source.findings) > before:
        source.sources.lost.add(name.removesuffix(".csv"))
    return found


def load(folder: Path) -> Declarations:
    """Load a plan folder.

    Raises:
        DeclarationError: with every fault found, when there is any.
    """
    loaded, findings = read(folder)
    if loaded is None or findings:
        count = len(findings)
        listed = "\n".join(str(f) for f in findings)
        raise DeclarationError(f"规划 {folder.name} 有 {count} 处错误：\n{listed}", findings)
    return loaded


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
