"""Letters in bulk: a template is taken apart once, and only its changing parts are filled.

Every step on a part is docxtpl's own, so the bytes are those of the plain way; what is spared
is opening, compiling and packing again what no letter changes.
"""

import copy
import functools
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from types import SimpleNamespace
from typing import Any

from docx.opc.coreprops import CoreProperties
from docx.opc.oxml import serialize_part_xml
from docx.oxml.ns import nsmap
from docx.oxml.parser import parse_xml
from docxtpl import DocxTemplate
from lxml import etree  # type: ignore[import-untyped]

from ...records import dataclass
from ...running.zips import Deflated, deflated, in_order, packed
from ..docx import environment, sign
from .straight import straight

_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
#: the core properties that docxtpl fills
_PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")
#: compiled templates kept for a file: its parts and properties, with room to spare
_MOST = 64
#: characters in a value that become tabs and line, paragraph and page breaks
_BREAKS = re.compile("[\t\n\a\f]")
#: tables whose columns may need mending: a row wider than the grid, none as wide, or unusual ones
_UNEVEN = etree.XPath(
    """
    descendant::w:tbl[not(w:tblGrid) or descendant::w:tbl]
    | descendant::w:tr[count(w:tc) > count(ancestor::w:tbl[1]/w:tblGrid/w:gridCol)]
    | descendant::w:tbl[not(descendant::w:tr[
        count(w:tc) = count(ancestor::w:tbl[1]/w:tblGrid/w:gridCol)
        and not(w:tc/w:tcPr/w:gridSpan)])]
    | descendant::w:gridSpan[not(@w:val = floor(@w:val))]
    """,
    namespaces={"w": nsmap["w"]},
)

_Words = Mapping[str, object]
_Fill = Callable[[_Words], bytes]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A template taken apart: members packed for every letter, and how to fill the others."""

    members: Mapping[str, Deflated]
    parts: Mapping[str, _Fill]
    #: the member that tells title and author, and how to fill it with words, title and year
    core: tuple[str, Callable[[_Words, str, int], bytes]]

    def render(self, words: _Words, title: str, year: int) -> bytes:
        """The letter that the plain way would write.

        Raises the faults of filling a part, though not always the one that the plain way
        would meet first.
        """
        name, fill = self.core
        filled = {part: fill_part(words) for part, fill_part in self.parts.items()}
        return packed({**self.members, **filled, name: fill(words, title, year)})


@functools.lru_cache(maxsize=32)
def compiled(template: bytes) -> Compiled:
    """A template taken apart, once per content.

    Raises the faults of docxtpl and of what it stands on.
    """
    document = DocxTemplate(io.BytesIO(template))
    document.render_init()
    # stands in for the environment wherever docxtpl compiles a text
    known = SimpleNamespace(from_string=functools.lru_cache(_MOST)(environment().from_string))
    core = _core(document, known)
    members = _members(document)
    parts: dict[str, _Fill] = {}
    for name, source, fill in _changing(document, known):
        if "{" in source:
            parts[name] = fill
        else:
            members[name] = deflated(fill({}))
    return Compiled(members, parts, core)


def _core(
    document: DocxTemplate, known: SimpleNamespace
) -> tuple[str, Callable[[_Words, str, int], bytes]]:
    """The member with the core properties, made if there is none, and how to fill it."""
    sources = {name: getattr(document.core_properties, name) for name in _PROPERTIES}
    fixed = {n: known.from_string(s).render() for n, s in sources.items() if "{" not in s}
    part = document.part.package._core_properties_part
    content = part.blob

    def fill(words: _Words, title: str, year: int) -> bytes:
        element = parse_xml(content)
        properties = CoreProperties(element)
        for name, source in sources.items():
            text = fixed.get(name)
            filled = known.from_string(source).render(words) if text is None else text
            setattr(properties, name, filled)
        sign(properties, title, year)
        return serialize_part_xml(element)

    return part.partname.membername, fill


def _members(document: DocxTemplate) -> dict[str, Deflated]:
    """The whole package as it is saved without being filled."""
    buffer = io.BytesIO()
    document.docx.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        return {n: deflated(archive.read(n)) for n in in_order(archive.namelist())}


def _changing(document: DocxTemplate, known: SimpleNamespace) -> Iterator[tuple[str, str, _Fill]]:
    """Body, headers, footers and footnotes: member, source, and how it is filled."""
    body = document.patch_xml(document.get_xml())
    yield document.part.partname.membername, body, _body(document.part.element, body, known)
    for uri in (document.HEADER_URI, document.FOOTER_URI):
        for _, part in document.get_headers_footers(uri):
            source = document.patch_xml(document.get_part_xml(part))
            yield part.partname.membername, source, _margin(source, known)
    for part in document.part.package.parts:
        if part.content_type == _FOOTNOTES:
            source = part.blob.decode("utf-8")
            fill = _footnotes(source, len(document.sections), known)
            yield part.partname.membername, source, fill


class _Tool(DocxTemplate):  # type: ignore[misc]
    """docxtpl's steps on the text of a part, without searching for what is not there."""

    #: where docxtpl begins to number pictures
    docx_ids_index = 1000

    def resolve_listing(self, xml: str) -> str:
        return str(super().resolve_listing(xml)) if _BREAKS.search(xml) else xml

    def fix_tables(self, xml: str) -> Any:
        tree = etree.fromstring(xml, parser=etree.XMLParser(recover=True))
        return super().fix_tables(xml) if _UNEVEN(tree) else tree


def _body(document: Any, source: str, known: SimpleNamespace) -> _Fill:
    """Filled as text where that will do; else tables and pictures are put right in its tree."""
    around = copy.deepcopy(document)
    around.body.clear()
    frame = serialize_part_xml(around)
    quick = straight(source, frame)

    def fill(words: _Words) -> bytes:
        done = quick.fill(words) if quick else None
        if done is not None:
            return done
        tool = _Tool("")
        tree = tool.fix_tables(tool.render_xml_part(source, None, words, known))
        tool.fix_docpr_ids(tree)
        root = parse_xml(frame)
        root.replace(root.body, tree)
        return serialize_part_xml(root)

    return fill


def _margin(source: str, known: SimpleNamespace) -> _Fill:
    """A header or footer."""

    def fill(words: _Words) -> bytes:
        xml = _Tool("").render_xml_part(source, None, words, known)
        return serialize_part_xml(parse_xml(xml.encode("utf-8")))

    return fill


def _footnotes(source: str, sections: int, known: SimpleNamespace) -> _Fill:
    """Footnotes, which docxtpl fills once for every section."""

    def fill(words: _Words) -> bytes:
        tool, xml = _Tool(""), source
        for _ in range(sections):
            xml = tool.render_xml_part(tool.patch_xml(xml), None, words, known)
        return str(xml).encode("utf-8")

    return fill
