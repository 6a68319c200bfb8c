"""The parts of a workbook as bytes, some replaced or added, the rest carried over untouched."""

import io
import posixpath
import zipfile
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EPOCH = (1980, 1, 1, 0, 0, 0)


class Parts:
    """A package that can be changed part by part."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            self._order = [info.filename for info in package.infolist() if not info.is_dir()]
            self._content = {name: package.read(name) for name in self._order}
        self._by_folded = {_folded(name): name for name in self._order}
        self._trees: dict[str, Any] = {}

    def __contains__(self, name: str) -> bool:
        return _folded(name) in self._by_folded

    def tree(self, name: str) -> Any:
        """The root element of an XML part; changes to it are saved."""
        real = self._by_folded[_folded(name)]
        if real not in self._trees:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
            self._trees[real] = etree.fromstring(self._content[real], parser)
        return self._trees[real]

    def add(self, name: str, content: bytes, content_type: str) -> None:
        """A new part, with its content type."""
        self._order.append(name)
        self._content[name] = content
        self._by_folded[_folded(name)] = name
        types = self.tree("[Content_Types].xml")
        for override in types.findall(f"{{{TYPES}}}Override"):
            if override.get("PartName") == f"/{name}":
                return
        override = etree.SubElement(types, f"{{{TYPES}}}Override")
        override.set("PartName", f"/{name}")
        override.set("ContentType", content_type)

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
            empty = f'<Relationships xmlns="{PACKAGE_REL}"/>'.encode()
            self._order.append(name)
            self._content[name] = empty
            self._by_folded[_folded(name)] = name
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
                found = one.get("Target", "").replace("\\", "/")
                if found.startswith("/"):
                    return str(found.lstrip("/"))
                return posixpath.normpath(posixpath.join(posixpath.dirname(part), found))
        return None

    def saved(self) -> bytes:
        """The whole package; the same parts give the same bytes."""
        for name, root in self._trees.items():
            self._content[name] = _HEAD + etree.tostring(root, encoding="UTF-8")
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
            for name in self._order:
                info = zipfile.ZipInfo(name, _EPOCH)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = 0o600 << 16
                package.writestr(info, self._content[name])
        return stream.getvalue()


def relations_of(part: str) -> str:
    """Where the relations of a part are kept."""
    folder, base = posixpath.split(part)
    return posixpath.join(folder, "_rels", base + ".rels")


def _folded(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()
