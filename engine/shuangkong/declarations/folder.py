"""Reads the files of one plan folder: texts, hashes, records; gathers every fault on the way."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml

from .. import messages
from ..vocabulary import Finding, Place
from .builder import FAULT, RecordBuilder, is_null
from .hints import did_you_mean
from .sources import Sources
from .syntax import compose, place_at

T = TypeVar("T")
#: what a text has where a character was lost on its way into UTF-8
LOST = "\ufffd"


@dataclass
class Folder:
    """One plan folder while it is read."""

    path: Path
    findings: list[Finding] = field(default_factory=list)
    hashes: dict[str, str] = field(default_factory=dict)
    sources: Sources = field(default_factory=Sources)

    def label(self, name: str) -> str:
        """How a file is named in messages: plan folder and path in it, on every machine alike."""
        return f"{self.path.resolve().name}/{name}"

    def text(self, name: str, *, needed: bool = False) -> str | None:
        """A file's text; a missing file is a fault only when `needed`."""
        path = self.path / name
        if not path.is_file():
            if needed:
                place = Place(self.label(name))
                self.findings.append(Finding.of(messages.FILE_MISSING, place, name=name))
            return None
        data = path.read_bytes()
        self.hashes[name] = hashlib.sha256(data).hexdigest()
        try:
            text = data.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError:
            self.findings.append(Finding.of(messages.NOT_UTF8, Place(self.label(name))))
            return None
        self.sources.texts[self.label(name)] = text
        if LOST in text:
            place = place_at(self.label(name), text, text.index(LOST))
            self.findings.append(Finding.of(messages.LOST_CHARACTER, place))
        return text

    def record(self, name: str, cls: type[T], of: str) -> T | None:
        """The one record that a YAML file holds; `of` is the kind of record it is."""
        builder, root = self.root(name, of, needed=True)
        return None if root is None else self.built(builder, cls, root, of)

    def records(
        self, names: Sequence[str], key: str, cls: type[T], *, needed: bool = False
    ) -> dict[str, T]:
        """All records under `key` in some files, by id; an id used twice is a fault."""
        found: dict[str, T] = {}
        for name in names:
            builder, root = self.root(name, key, needed=needed)
            if root is None or is_null(root):
                continue
            for node in _listed(builder, root, key):
                self.keep(found, self.built(builder, cls, node, key), builder.findings)
        return found

    def keep(self, found: dict[str, T], built: Any, findings: list[Finding]) -> None:
        """Add a record under its id, unless the id is taken."""
        if built is None:
            return
        if built.id in found:
            first: Any = found[built.id]
            place = self.sources.at(built.place, "id")
            words = {"name": built.id, "first": str(first.place)}
            findings.append(Finding.of(messages.DUPLICATE_ID, place, **words))
        else:
            found[built.id] = built

    def under(self, sub: str) -> list[str]:
        """The YAML files in a sub-folder, in order of name."""
        folder = self.path / sub
        return [f"{sub}/{p.name}" for p in sorted(folder.glob("*.yaml"))] if folder.is_dir() else []

    def root(self, name: str, of: str, *, needed: bool) -> tuple[RecordBuilder, yaml.Node | None]:
        """A file's builder and root node; `of` is the kind of record lost with a broken file."""
        builder = RecordBuilder(self.label(name), self.findings, self.sources.nodes)
        before = len(self.findings)
        text = self.text(name, needed=needed)
        root = None if text is None else compose(text, builder.file, self.findings)
        if root is None and text is not None and not text.strip() and needed:
            place = Place(builder.file, 1, 1)
            self.findings.append(Finding.of(messages.EMPTY_VALUE, place, name=name))
        if len(self.findings) > before:
            self.sources.lost.add(of)
        return builder, root

    def built(self, builder: RecordBuilder, cls: type[T], node: yaml.Node, of: str) -> T | None:
        """The record that a node holds; None, with its faults, where it cannot be made."""
        built = builder.record(cls, node, of)
        if built is not FAULT:
            return built  # type: ignore[no-any-return]
        ids = [
            value.value.strip()
            for key, value in (node.value if isinstance(node, yaml.MappingNode) else ())
            if key.value == "id" and isinstance(value, yaml.ScalarNode)
        ]
        if ids:
            self.sources.broken.setdefault(of, set()).update(ids)
        else:
            self.sources.lost.add(of)
        return None


def _listed(builder: RecordBuilder, root: yaml.Node, key: str) -> list[yaml.Node]:
    """The items of a file's only top-level key."""
    wanted = f"“{key}:”下面的列表（每条以“- ”开头）"
    if not isinstance(root, yaml.MappingNode):
        builder.fault(messages.WRONG_SHAPE, root, name=key, wanted=wanted, found="别的内容")
        return []
    items: list[yaml.Node] = []
    for key_node, value_node in builder.pairs(root):
        if key_node.value != key:
            hint = did_you_mean(key_node.value, [key])
            mend = f"本文件最上层只有一个键 {key}:，其余内容写在它下面"
            builder.fault(messages.UNKNOWN_KEY, key_node, name=key_node.value, hint=hint, mend=mend)
        elif isinstance(value_node, yaml.SequenceNode):
            items.extend(value_node.value)
        elif not is_null(value_node):
            builder.fault(
                messages.WRONG_SHAPE, value_node, name=key, wanted=wanted, found="别的内容"
            )
    return items
