"""The parts of a workbook: some replaced or added, all others carried over packed as they are."""

import posixpath
import struct
import zipfile
import zlib
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from ... import messages
from ...running.zips import Deflated, deflated, packed
from ..reading import limits
from ..reading.package import Package, part_name
from ..reading.refuse import refuse

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LEVEL = 6


class PackageParts:
    """A package that can be changed part by part.

    Only the parts that are asked for are unpacked, with the care of all reading; what nobody
    asks for, a picture or a theme, goes over as it is, whole or damaged.
    """

    def __init__(self, name: str, data: bytes) -> None:
        self._package = Package(name, data)
        self._data = data
        #: the parts by the name they are looked up with: what they are called, and as what
        self._names: dict[str, str] = {}
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in self._package.entries:
            if part_name(entry.name) not in self._names:
                self._names[part_name(entry.name)] = entry.name
                self._entries[entry.name] = entry.info
        self._changed: dict[str, Deflated] = {}
        self._trees: dict[str, Any] = {}

    def __contains__(self, name: str) -> bool:
        return part_name(name) in self._names

    def content(self, name: str) -> bytes:
        """A part's bytes as they are by now."""
        changed = self._changed.get(self._names[part_name(name)])
        if changed is None:
            return self._package.read(name)
        return zlib.decompress(changed.content, -zlib.MAX_WBITS)

    def tree(self, name: str) -> Any:
        """The root element of an XML part; changes to it are saved.

        Raises IntakeError when the part is too big to be held as a tree.
        """
        real = self._names[part_name(name)]
        if real not in self._trees:
            content = self.content(real)
            if len(content) > limits.TREE_BYTES:
                raise self._package.budget.over("内部文件的字节数", limits.TREE_BYTES)
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
            self._trees[real] = etree.fromstring(content, parser)
        return self._trees[real]

    def done(self, name: str) -> None:
        """No more is asked of a part's tree: it is packed, and its memory is free again."""
        real = self._names[part_name(name)]
        root = self._trees.pop(real, None)
        if root is not None:
            self.put(real, _HEAD + etree.tostring(root, encoding="UTF-8"))

    def put(self, name: str, content: bytes) -> None:
        """A part's new content, under the name it has or a new one."""
        real = self._names.setdefault(part_name(name), name)
        self._changed[real] = deflated(content, _LEVEL)

    def add(self, name: str, content: bytes, content_type: str) -> None:
        """A new part, with its content type."""
        self._adopt(name, content)
        types = self.tree("[Content_Types].xml")
        for override in types.findall(f"{{{TYPES}}}Override"):
            if override.get("PartName") == f"/{name}":
                return
        override = etree.SubElement(types, f"{{{TYPES}}}Override")
        override.set("PartName", f"/{name}")
        override.set("ContentType", content_type)

    def drop(self, name: str, owner: str | None = None) -> None:
        """Leave a part out of the package, with its content type and what leads to it."""
        real = self._names.pop(part_name(name))
        self._trees.pop(real, None)
        self._changed.pop(real, None)
        types = self.tree("[Content_Types].xml")
        for override in types.findall(f"{{{TYPES}}}Override"):
            if part_name(override.get("PartName", "").lstrip("/")) == part_name(name):
                types.remove(override)
        if owner is None:
            return
        relations = self.relations(owner)
        for one in list(relations):
            if part_name(self._led_to(owner, one)) == part_name(name):
                relations.remove(one)
        if len(relations) == 0:
            self.drop(relations_of(owner))

    def _adopt(self, name: str, content: bytes) -> None:
        """A new part whose tree can be asked for."""
        self._names[part_name(name)] = name
        self._trees[name] = etree.fromstring(content)

    def default_type(self, ending: str, content_type: str) -> None:
        """The content type of all parts with an ending."""
        types = self.tree("[Content_Types].xml")
        for default in types.findall(f"{{{TYPES}}}Default"):
            if default.get("Extension", "").casefold() == ending:
                return
        default = etree.Element(f"{{{TYPES}}}Default")
        default.set("Extension", ending)
        default.set("ContentType", content_type)
        types.insert(0, default)

    def free_name(self, pattern: str) -> str:
        """A part name that is not taken; `pattern` has one `{}`."""
        number = 1
        while pattern.format(number) in self:
            number += 1
        return pattern.format(number)

    def relations(self, part: str) -> Any:
        """The relations of a part, made when there are none."""
        name = relations_of(part)
        if name not in self:
            self._adopt(name, f'<Relationships xmlns="{PACKAGE_REL}"/>'.encode())
        return self.tree(name)

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a relation from a part to another; its id."""
        root = self.relations(part)
        taken = {one.get("Id") for one in root}
        number = 1
        while f"rIdSk{number}" in taken:
            number += 1
        one = etree.SubElement(root, f"{{{PACKAGE_REL}}}Relationship")
        one.set("Id", f"rIdSk{number}")
        one.set("Type", f"{REL}/{kind}")
        one.set("Target", posixpath.relpath("/" + target, "/" + posixpath.dirname(part)))
        return f"rIdSk{number}"

    def target(self, part: str, identity: str | None = None, kind: str = "") -> str | None:
        """The part that a relation of `part` leads to, by id or by the end of its type."""
        if relations_of(part) not in self:
            return None
        for one in self.relations(part):
            if one.get("TargetMode") == "External":
                continue
            if one.get("Id") == identity or (kind and one.get("Type", "").endswith("/" + kind)):
                return self._led_to(part, one)
        return None

    @staticmethod
    def _led_to(part: str, relation: Any) -> str:
        found = relation.get("Target", "").replace("\\", "/")
        if found.startswith("/"):
            return str(found.lstrip("/"))
        return posixpath.normpath(posixpath.join(posixpath.dirname(part), found))

    def saved(self) -> bytes:
        """The whole package; the same parts give the same bytes."""
        for name in list(self._trees):
            self.done(name)
        return packed({name: self._member(name) for name in self._names.values()})

    def _member(self, name: str) -> Deflated:
        """A part as it is to stand in the package: changed, or packed as it was."""
        if name in self._changed:
            return self._changed[name]
        info = self._entries[name]
        head = self._data[info.header_offset : info.header_offset + 30]
        start = info.header_offset + 30 + sum(struct.unpack("<26xHH", head))
        raw = self._data[start : start + info.compress_size]
        method = info.compress_type
        if len(raw) < info.compress_size or method not in (
            zipfile.ZIP_STORED,
            zipfile.ZIP_DEFLATED,
        ):
            raise refuse(messages.DAMAGED, self._package.name, detail=f"内部文件 {name} 损坏")
        return Deflated(raw, info.file_size, info.CRC, method)


def relations_of(part: str) -> str:
    """Where the relations of a part are kept."""
    folder, base = posixpath.split(part)
    return posixpath.join(folder, "_rels", base + ".rels")
