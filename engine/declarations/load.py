"""A plan folder → `Declarations`, or one error that carries every fault found in it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml

from .. import resources
from ..errors import DeclarationError, Misuse
from ..vocabulary import (
    Allocation,
    CheckRule,
    Finding,
    Indicator,
    Place,
    Plan,
    Scheme,
    Target,
    WarningRule,
)
from . import kinds, tables
from .builder import FAULT, Builder, compose, did_you_mean, is_null
from .bundle import Declarations

T = TypeVar("T")


@dataclass
class _Folder:
    """Reads the files of one plan folder; gathers their hashes and all findings."""

    path: Path
    findings: list[Finding] = field(default_factory=list)
    hashes: dict[str, str] = field(default_factory=dict)

    def label(self, name: str) -> str:
        """How a file is named in messages: plan folder and path in it, on every machine alike."""
        return f"{self.path.name}/{name}"

    def text(self, name: str, *, needed: bool = False) -> str | None:
        """A file's text; a missing file is a fault only when `needed`."""
        path = self.path / name
        if not path.is_file():
            if needed:
                place = Place(self.path.name)
                self.findings.append(Finding.of(kinds.FILE_MISSING, place, name=name))
            return None
        data = path.read_bytes()
        self.hashes[name] = hashlib.sha256(data).hexdigest()
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            self.findings.append(Finding.of(kinds.NOT_UTF8, Place(self.label(name))))
            return None

    def root(self, name: str, *, needed: bool = False) -> tuple[Builder, yaml.Node | None]:
        """A YAML file's builder and root node."""
        builder = Builder(self.label(name), self.findings)
        text = self.text(name, needed=needed)
        root = compose(text, builder) if text is not None else None
        return builder, root

    def record(self, name: str, cls: type[T]) -> T | None:
        """The one record that a YAML file holds."""
        builder, root = self.root(name, needed=True)
        if root is None:
            return None
        built = builder.record(cls, root, name)
        return None if built is FAULT else built  # type: ignore[no-any-return]

    def records(
        self, names: Sequence[str], key: str, cls: type[T], *, needed: bool = False
    ) -> dict[str, T]:
        """All records under `key` in some files, by id; an id used twice is a fault."""
        found: dict[str, T] = {}
        for name in names:
            builder, root = self.root(name, needed=needed)
            if root is None or is_null(root):
                continue
            for node in _listed(builder, root, key):
                built: Any = builder.record(cls, node, key)
                if built is FAULT:
                    continue
                if built.id in found:
                    first = getattr(found[built.id], "place", None)
                    builder.fault(kinds.DUPLICATE_ID, node, name=built.id, first=str(first))
                else:
                    found[built.id] = built
        return found

    def under(self, sub: str) -> list[str]:
        """The YAML files in a sub-folder, in order of name."""
        folder = self.path / sub
        return [f"{sub}/{p.name}" for p in sorted(folder.glob("*.yaml"))] if folder.is_dir() else []


def _listed(builder: Builder, root: yaml.Node, key: str) -> list[yaml.Node]:
    """The items of a file's only top-level key."""
    if not isinstance(root, yaml.MappingNode):
        builder.fault(
            kinds.WRONG_SHAPE, root, name=key, wanted=f"“{key}:”下的列表", found="别的内容", example=""
        )
        return []
    items: list[yaml.Node] = []
    for key_node, value_node in builder.pairs(root):
        if key_node.value != key:
            hint = did_you_mean(key_node.value, [key])
            builder.fault(
                kinds.UNKNOWN_KEY, key_node, name=key_node.value, hint=hint, known=key
            )
        elif isinstance(value_node, yaml.SequenceNode):
            items.extend(value_node.value)
        elif not is_null(value_node):
            builder.fault(
                kinds.WRONG_SHAPE, value_node, name=key, wanted="列表", found="别的内容", example=""
            )
    return items


def read(folder: Path) -> tuple[Declarations | None, tuple[Finding, ...]]:
    """Load a plan folder as far as it goes, with every fault of its files."""
    source = _Folder(folder)
    plan = source.record("plan.yaml", Plan)
    entity_file = source.label("entities.csv")
    entity_text = source.text("entities.csv", needed=True)
    entity_findings: list[Finding] = []
    entities = (
        tables.entities(entity_text, entity_file, entity_findings) if entity_text is not None else ()
    )
    allocations, allocation_findings = _allocations(source)
    indicators = source.records(["indicators.yaml"], "indicators", Indicator, needed=True)
    targets = source.records(source.under("targets"), "targets", Target)
    checks = source.records(["checks.yaml"], "checks", CheckRule)
    warnings = source.records(["warnings.yaml"], "warnings", WarningRule)
    schemes: dict[str, Scheme] = {}
    for name in source.under("schemes"):
        scheme = source.record(name, Scheme)
        if scheme is not None:
            schemes[scheme.id] = scheme
    findings = (*source.findings, *entity_findings, *allocation_findings)
    if plan is None:
        return None, findings
    loaded = Declarations(
        folder=folder,
        plan=plan,
        entities={e.code: e for e in entities},
        indicators=indicators,
        targets=targets,
        allocations=allocations,
        checks=checks,
        schemes=schemes,
        warnings=warnings,
        hashes=dict(sorted(source.hashes.items())),
    )
    return loaded, findings


def _allocations(source: _Folder) -> tuple[tuple[Allocation, ...], list[Finding]]:
    text = source.text("allocations.csv")
    findings: list[Finding] = []
    if text is None:
        return (), findings
    return tables.allocations(text, source.label("allocations.csv"), findings), findings


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
    hint = did_you_mean(plan, list(shipped))
    raise Misuse(
        f"没有名为“{plan}”的规划{hint}\n    怎么改：写随附规划的代号（{'、'.join(shipped)}），"
        "或自备规划文件夹的路径（其中有 plan.yaml）"
    )


def shipped_plans() -> Mapping[str, Path]:
    """Folders of the shipped plans by id."""
    root = resources.targets()
    return {p.name: p for p in sorted(root.iterdir()) if (p / "plan.yaml").is_file()}
