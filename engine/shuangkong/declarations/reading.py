"""A plan folder as far as it can be read: its records, its faults of shape, where things stand."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from ..vocabulary import CheckRule, Context, Finding, Indicator, Plan, Scheme, Target, WarningRule
from . import formats, tables
from .bundle import Declarations
from .folder import Folder
from .sources import Sources

T = TypeVar("T")


@dataclass(frozen=True)
class Loaded:
    """A plan folder as far as it could be read: what it says, its faults, where things stand."""

    declarations: Declarations | None
    findings: tuple[Finding, ...]
    sources: Sources


def read_with_sources(folder: Path) -> Loaded:
    """As `read`, with the place of every declared value."""
    source = Folder(folder)
    builder, root = source.root("plan.yaml", "plan", needed=True)
    if root is not None and formats.refused(builder, root):
        return Loaded(None, tuple(source.findings), source.sources)
    plan = None if root is None else source.built(builder, Plan, root, "plan")
    entities = _table(tables.entities, source, "entities.csv", needed=True)
    allocations = _table(tables.allocations, source, "allocations.csv", needed=False)
    holidays = _table(tables.holidays, source, "holidays.csv", needed=False)
    indicators = source.records(["indicators.yaml"], "indicators", Indicator, needed=True)
    targets = source.records(source.under("targets"), "targets", Target)
    checks = source.records(["checks.yaml"], "checks", CheckRule)
    warnings = source.records(["warnings.yaml"], "warnings", WarningRule)
    context = source.records(["coverage.yaml"], "context", Context)
    schemes: dict[str, Scheme] = {}
    for name in source.under("schemes"):
        source.keep(schemes, source.record(name, Scheme, "schemes"), source.findings)
    layouts = {name: source.text(name) or "" for name in source.under("layouts")}
    if plan is None:
        return Loaded(None, tuple(source.findings), source.sources)
    declarations = Declarations(
        folder=folder,
        plan=plan,
        entities={e.code: e for e in entities},
        indicators=indicators,
        targets=targets,
        allocations=allocations,
        holidays=holidays,
        checks=checks,
        schemes=schemes,
        warnings=warnings,
        context=tuple(context.values()),
        layouts=layouts,
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
