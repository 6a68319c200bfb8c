"""An office's templates: which there are, whether they are sound, and copies to edit."""

import difflib
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import jinja2
from docxtpl import DocxTemplate
from jinja2 import nodes

from ... import messages, resources
from ...errors import DocumentError
from ...running.files import write_bytes
from ...vocabulary import Finding, Place
from .. import language
from ..docx import environment
from .kinds import ALL_KINDS, template_path
from .placeholders import PLACEHOLDERS, Placeholder

_TAG = re.compile(r"<[^>]+>")
_EXCERPT = 40
#: tags as they must be, and what people type instead
_WHOLE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
_OPEN = re.compile(r"[{｛]\s*[{｛%％]")
_CLOSE = re.compile(r"[}｝%％]\s*[}｝]")
_HALF = re.compile(r"[{｛]\s*([^{}｛｝%％]+?)\s*[}｝]")
_BRACES = "花括号或百分号是全角的、隔着空格或缺一半，会原样留在函中"


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


def copy_templates(folder: Path) -> tuple[Path, ...]:
    """Copy the shipped templates into a folder for editing.

    Raises:
        DocumentError: a file of that name is already there; nothing is overwritten.
    """
    pairs = [(t.path, folder / t.path.name) for t in list_templates()]
    for _, target in pairs:
        if target.exists():
            raise DocumentError(
                f"{target}：文件已存在，没有覆盖。请换一个文件夹，或先把原文件移走。"
            )
    for source, target in pairs:
        write_bytes(target, source.read_bytes())
    return tuple(target for _, target in pairs)


def check_templates(folder: Path | None = None) -> tuple[Finding, ...]:
    """Check every template in use."""
    return tuple(f for t in list_templates(folder) for f in check_template(t.kind, t.path))


def check_template(kind: str, path: Path) -> tuple[Finding, ...]:
    """What is wrong with a template: unreadable, bad syntax, unknown and unused placeholders."""
    try:
        _measured(path)
        document = DocxTemplate(path)
        parts = list(_parts(document))
    except Exception as error:  # python-docx raises whatever the damage makes it stumble over
        return (Finding.of(messages.UNREADABLE, Place(str(path)), why=type(error).__name__),)
    known = PLACEHOLDERS[kind]
    found: list[Finding] = []
    used: set[str] = set()
    for where, xml in parts:
        try:
            tree = environment().parse(xml)
        except jinja2.TemplateSyntaxError as error:
            lines = xml.splitlines()
            line = lines[min(error.lineno, len(lines)) - 1] if lines else ""
            place = Place(str(path), sheet=where)
            seen = _shorten(_TAG.sub("", line))
            found.append(Finding.of(messages.SYNTAX, place, seen=seen, why=error.message))
            continue
        except RecursionError:
            place = Place(str(path), sheet=where)
            found.append(Finding.of(messages.TEMPLATE_BEYOND, place, why="括号套得太深"))
            continue
        beyond = _beyond(tree, xml, known, Place(str(path), sheet=where))
        if beyond:
            found += beyond
            continue
        found += _broken(xml, known, Place(str(path), sheet=where))
        for name in _names(tree):
            used.add(name.split(".")[0])
            if not _is_known(name, known):
                found.append(_unknown(name, known, Place(str(path), sheet=where), xml))
    unused = [name for name in known if name not in used]
    if unused and not found:
        found.append(Finding.of(messages.UNUSED, Place(str(path)), names="、".join(unused)))
    return tuple(found)


#: parts of a template, and bytes they may unpack to: far above any letter
_PARTS, _UNPACKED = 2_000, 64_000_000


def _measured(path: Path) -> None:
    """Refuse a template that unpacks to more than a letter ever does, before it is unpacked."""
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
    if len(parts) > _PARTS or sum(part.file_size for part in parts) > _UNPACKED:
        raise ValueError("too big")


def _beyond(
    tree: nodes.Template, xml: str, known: Mapping[str, Placeholder], place: Place
) -> list[Finding]:
    """What the template language of a letter does not have, or has no bounds."""
    lines = [_TAG.sub("", line) for line in xml.splitlines()]
    tables = {name: bool(placeholder.fields) for name, placeholder in known.items()}
    return [
        Finding.of(
            messages.TEMPLATE_BEYOND,
            replace(place, cell=f"第{line - 1}段" if line > 1 else None),
            seen=_shorten(lines[line - 1]) if 0 < line <= len(lines) else "",
            why=why,
        )
        for why, line in language.faults(tree, tables)
    ]


def _broken(xml: str, known: Mapping[str, Placeholder], place: Place) -> list[Finding]:
    """Tags that would stay in the letter: full-width or spaced braces, or half of them."""
    found = []
    for number, line in enumerate(xml.splitlines()):
        text = _WHOLE.sub("", _TAG.sub("", line))
        halves = (match[1] for match in _HALF.finditer(text) if match[1] in known)
        seen = _OPEN.search(text) or _CLOSE.search(text)
        if seen or any(halves):
            at = replace(place, cell=f"第{number}段" if number else None)
            shown = _shorten(_TAG.sub("", line))
            found.append(Finding.of(messages.SYNTAX, at, seen=shown, why=_BRACES))
    return found


def _parts(document: DocxTemplate) -> Iterator[tuple[str, str]]:
    """The parts of a template as Jinja sees them, one paragraph a line."""
    document.init_docx()
    yield "正文", _lines(document.patch_xml(document.get_xml()))
    for uri, where in ((document.HEADER_URI, "页眉"), (document.FOOTER_URI, "页脚")):
        for _, part in document.get_headers_footers(uri):
            yield where, _lines(document.patch_xml(document.get_part_xml(part)))


def _lines(xml: str) -> str:
    return re.sub(r"<w:p([ >])", r"\n<w:p\1", xml)


def _names(tree: nodes.Template) -> list[str]:
    """Placeholders used, fields of table rows as 目标表.名称; each once, in order."""
    found: dict[str, None] = {}
    own: dict[str, str | None] = {"loop": None}
    for assignment in tree.find_all(nodes.Assign):
        if isinstance(assignment.target, nodes.Name):
            own[assignment.target.name] = None
    _collect(tree, own, found)
    return list(found)


def _collect(node: nodes.Node, own: Mapping[str, str | None], found: dict[str, None]) -> None:
    """Walk a template; `own` maps loop variables to the table they walk through."""
    match node:
        case nodes.For(target=nodes.Name(name=row)):
            table = node.iter.name if isinstance(node.iter, nodes.Name) else None
            _collect(node.iter, own, found)
            for part in (*node.body, *node.else_):
                _collect(part, {**own, row: table}, found)
        case nodes.Getattr(node=nodes.Name(name=name)) if name in own:
            if own[name] is not None:
                found[f"{own[name]}.{node.attr}"] = None
        case nodes.Name():
            if node.name not in own and node.ctx == "load":
                found[node.name] = None
        case _:
            for part in node.iter_child_nodes():
                _collect(part, own, found)


def _is_known(name: str, known: Mapping[str, Placeholder]) -> bool:
    head, _, attribute = name.partition(".")
    return head in known and (not attribute or attribute in known[head].fields)


def _unknown(name: str, known: Mapping[str, Placeholder], place: Place, xml: str) -> Finding:
    head, _, attribute = name.partition(".")
    inside = attribute and head in known
    word = attribute if inside else head
    choices = list(known[head].fields) if inside else list(known)
    near = difflib.get_close_matches(word, choices, n=1, cutoff=0.3)
    hint = f"是不是“{near[0]}”？" if near else ""
    texts = [_TAG.sub("", line) for line in xml.splitlines()]
    number, text = next(((n, t) for n, t in enumerate(texts) if word in t), (0, ""))
    place = replace(place, cell=f"第{number}段" if number else None)
    return Finding.of(messages.UNKNOWN, place, seen=_shorten(text), name=word, hint=hint)


def _shorten(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _EXCERPT else text[: _EXCERPT - 1] + "…"


def require_sound(folder: Path | None, wanted: set[str]) -> None:
    """Refuse an office's templates with faults, before anything is written.

    Raises:
        DocumentError: with every fault and its place.
    """
    faults = [
        finding
        for template in list_templates(folder)
        if template.own and template.kind in wanted
        for finding in check_template(template.kind, template.path)
        if finding.kind != messages.UNUSED.id
    ]
    if faults:
        listed = "\n".join(str(f) for f in faults)
        raise DocumentError(f"函件模板有{len(faults)}处问题，没有写出任何文件：\n{listed}", faults)
