"""Bodies whose text, once filled, is what parsing and writing it again would give.

That holds for a template whose tags stand between and inside elements in good order, whose
tables cannot change their columns, and which has no pictures to number. What the values bring
in is looked at for each letter.
"""

import re
from collections.abc import Mapping

import jinja2
from docx.oxml.ns import nsmap
from jinja2 import nodes
from lxml import etree  # type: ignore[import-untyped]

from ...records import dataclass
from ..docx import environment
from ..language import is_supported

#: tags of blocks, as elements
_BLOCKS = {
    "for": "<b>",
    "if": "<b>",
    "elif": "</b><b>",
    "else": "</b><b>",
    "endfor": "</b>",
    "endif": "</b>",
}
_VALUE = "<v/>"
#: tables that could change their columns, and pictures
_UNSTEADY = etree.XPath(
    """
    //w:tbl[not(w:tr) or not(w:tblGrid/w:gridCol) or descendant::w:tbl]
    | //w:tblGrid[b or v] | //w:tr[b or v] | //w:gridSpan | //wp:docPr
    | //w:tr[count(w:tc) != count(ancestor::w:tbl[1]/w:tblGrid/w:gridCol)]
    """,
    namespaces={"w": nsmap["w"], "wp": nsmap["wp"]},
)
#: elements that are empty when their values are
_HOLLOW = etree.XPath(
    "//*[not(self::b) and (b or v) and not(*[not(self::b or self::v)]) and not(text())]"
)
_DECLARATION = re.compile(r' xmlns:\w+="[^"]*"')
#: characters that are written otherwise or become breaks
_CONTROLS = bytes(range(32))
#: characters that XML refuses, and those that docxtpl writes braces with
_ODD = "\ufffe\uffff{}"


@dataclass(frozen=True, slots=True)
class Straight:
    """A body to be filled as text, with what stands before and after its content."""

    template: jinja2.Template
    before: bytes
    after: bytes
    #: elements that may turn out empty: with a start and an end tag, and how they are written
    hollow: tuple[tuple[bytes, bytes], ...]

    def fill(self, words: Mapping[str, object]) -> bytes | None:
        """The part's content; None where a value needs more than escaping."""
        rendered = self.template.render(words)
        text = rendered.encode("utf-8")
        if _is_odd(rendered, text):
            return None
        for written, meant in (*self.hollow, (b"&#39;", b"'"), (b"&#34;", b'"')):
            text = text.replace(written, meant)
        return self.before + text + self.after


def _is_odd(text: str, encoded: bytes) -> bool:
    if any(character in text for character in _ODD):
        return True
    return len(encoded.translate(None, _CONTROLS)) < len(encoded)


def straight(source: str, frame: bytes) -> Straight | None:
    """A body to be filled as text, if its source is of that kind.

    `frame` is the part as it is written with an empty body.
    """
    start = source.index(">") + 1
    inner = source[start : source.rindex("</")]
    before, hole, after = frame.partition(b"<w:body/>")
    marked = _marked(inner)
    if marked is None or _is_odd(marked, marked.encode("utf-8")):
        return None
    if not hole or "xmlns" in inner:
        return None
    text = f"{source[:start]}{marked}</w:body>"
    try:
        tree = etree.fromstring(text)
    except etree.XMLSyntaxError:
        return None
    if _UNSTEADY(tree) or etree.tostring(tree, encoding="unicode") != text:
        return None
    hollow = sorted({_empty(element) for element in _HOLLOW(tree)})
    template = environment().from_string(inner)
    return Straight(template, before + b"<w:body>", b"</w:body>" + after, tuple(hollow))


def _marked(source: str) -> str | None:
    """A source with its values and blocks as elements; None where it holds anything else."""
    language = environment()
    for node in language.parse(source).find_all(nodes.Node):
        if not is_supported(node):
            return None
    found: list[str] = []
    kind_before = ""
    for _, kind, value in language.lex(source):
        if kind == "data":
            found.append(value)
        elif kind == "variable_begin":
            found.append(_VALUE)
        elif kind == "name" and kind_before == "block_begin":
            found.append(_BLOCKS[value])
        elif kind == "comment_begin":
            return None
        if kind != "whitespace":
            kind_before = kind
    return "".join(found)


def _empty(element: etree._Element) -> tuple[bytes, bytes]:
    """An empty element as a template writes it, and as it is written when it was parsed."""
    bare = etree.Element(element.tag, element.attrib, nsmap=element.nsmap)
    short = _DECLARATION.sub("", etree.tostring(bare, encoding="unicode"))
    name = short[1:-2].split(" ")[0]
    return f"{short[:-2]}></{name}>".encode(), short.encode()
