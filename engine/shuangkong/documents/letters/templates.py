"""An office's letter templates: which there are, and whether they are sound."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from docxtpl import DocxTemplate

from ... import messages, resources
from ...records import dataclass
from ...vocabulary import Finding, Place
from ..checking import Checked, TemplatePart, check_part
from .kinds import ALL_KINDS, template_path
from .placeholders import PLACEHOLDERS

_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class Template:
    """A template in use: its kind, Chinese name, file, and whether it is the office's own."""

    kind: str
    name: str
    path: Path
    own: bool


def list_templates(folder: Path | None = None) -> tuple[Template, ...]:
    """The template used for each kind of letter."""
    shipped = resources.templates() / "letters"
    return tuple(
        Template(kind, name, path, path.parent != shipped)
        for kind, name in ALL_KINDS.items()
        for path in [template_path(kind, folder)]
    )


def check_template(kind: str, path: Path) -> tuple[Finding, ...]:
    """What is wrong with a template: unreadable, bad syntax, unknown and unused placeholders."""
    try:
        _measured(path)
        document = DocxTemplate(path)
        parts = list(_parts(document))
    except Exception as error:  # python-docx raises whatever the damage makes it stumble over
        return (Finding.of(messages.UNREADABLE, Place(str(path)), why=type(error).__name__),)
    known = PLACEHOLDERS[kind]
    checked = Checked()
    for where, xml in parts:
        lines = tuple(_TAG.sub("", line) for line in xml.splitlines())
        cells = (None, *(f"第{n}段" for n in range(1, len(lines))))
        check_part(TemplatePart(where, xml, lines, cells[: len(lines)]), known, str(path), checked)
    unused = [name for name in known if name not in checked.used]
    if unused and not checked.found:
        checked.found.append(Finding.of(messages.UNUSED, Place(str(path)), names="、".join(unused)))
    return tuple(checked.found)


#: parts of a template, and bytes they may unpack to: far above any letter
_PARTS, _UNPACKED = 2_000, 64_000_000


def _measured(path: Path) -> None:
    """Refuse a template that unpacks to more than a letter ever does, before it is unpacked."""
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
    if len(parts) > _PARTS or sum(part.file_size for part in parts) > _UNPACKED:
        raise ValueError("too big")


def _parts(document: DocxTemplate) -> Iterator[tuple[str, str]]:
    """The parts of a template as Jinja sees them, one paragraph a line."""
    document.init_docx()
    yield "正文", _lines(document.patch_xml(document.get_xml()))
    for uri, where in ((document.HEADER_URI, "页眉"), (document.FOOTER_URI, "页脚")):
        for _, part in document.get_headers_footers(uri):
            yield where, _lines(document.patch_xml(document.get_part_xml(part)))


def _lines(xml: str) -> str:
    return re.sub(r"<w:p([ >])", r"\n<w:p\1", xml)
