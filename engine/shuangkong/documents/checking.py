"""Whether a template is sound: placeholders that there are, in a language that has an end."""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace

import jinja2
from jinja2 import nodes

from .. import messages
from ..records import dataclass
from ..vocabulary import Finding, Place
from . import language
from .docx import environment

_EXCERPT = 40
#: tags as they must be, and what people type instead
_WHOLE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
_OPEN = re.compile(r"[{｛]\s*[{｛%％]")
_CLOSE = re.compile(r"[}｝%％]\s*[}｝]")
_HALF = re.compile(r"[{｛]\s*([^{}｛｝%％]+?)\s*[}｝]")
_TAGS = re.compile(r"\{%.*?%\}")
_ROW = re.compile(r"\{%\w*\s*for\s+(\w+)\s")
_BRACES = "花括号或百分号是全角的、隔着空格或缺一半，会原样留在函中"


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A word in {{ }}; a table has rows with `fields`, which a `for` loop walks through."""

    meaning: str
    fields: Mapping[str, str] = field(default_factory=dict)
    #: fields that are tables themselves, for a loop inside the loop
    inner: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TemplatePart:
    """A part of a template in the template's language, and its lines as people see them.

    `cells` says of each line where it is: a paragraph, or a cell.
    """

    where: str
    source: str
    lines: tuple[str, ...]
    cells: tuple[str | None, ...]


@dataclass(slots=True)
class Checked:
    """What was found in a template, and the placeholders that it uses."""

    found: list[Finding] = field(default_factory=list)
    used: set[str] = field(default_factory=set)


def check_part(
    part: TemplatePart, known: Mapping[str, Placeholder], file: str, checked: Checked
) -> None:
    """Add all that is wrong with a part, and the placeholders it uses, to `checked`.

    One fault hides no other: what cannot be understood is left aside, and the rest looked through.
    """
    place = Place(file, sheet=part.where)
    try:
        tree, found = _parsed(part, place)
    except RecursionError:
        checked.found.append(Finding.of(messages.TEMPLATE_BEYOND, place, why="括号套得太深"))
        return
    beyond = _beyond(tree, part, known, place)
    told = {(f.place, f.seen) for f in (*found, *beyond)}
    found += beyond
    found += [f for f in _broken(part, known, place) if (f.place, f.seen) not in told]
    told = {(f.place, f.seen) for f in beyond}
    for name in names(tree):
        checked.used.add(name.split(".")[0])
        if not _is_known(name, known):
            one = _unknown(name, known, place, part)
            found += [one] if (one.place, one.seen) not in told else []
    checked.found += found


def _parsed(part: TemplatePart, place: Place) -> tuple[nodes.Template, list[Finding]]:
    """A part as a tree, without the lines that cannot be understood, and what is wrong with them.

    A broken tag of a loop or condition leaves open what belongs to it: then no tag is understood,
    and of the lines only what stands outside of loops is.
    """
    lines, found = part.source.splitlines(), list[Finding]()
    while True:
        try:
            return environment().parse("\n".join(lines)), found
        except jinja2.TemplateSyntaxError as error:
            at, seen = replace(place, cell=_cell(part, error.lineno)), _line(part, error.lineno)
            why = error.message
            found.append(Finding.of(messages.SYNTAX, at, seen=shorten(seen), why=why))
            number = error.lineno - 1
            if 0 <= number < len(lines) and _by_itself(lines[number]) is None:
                lines[number] = ""
            else:
                return environment().parse("\n".join(_outside(lines))), found


def _outside(lines: Sequence[str]) -> Iterator[str]:
    """The lines that can be understood each by itself, those of loops left out."""
    rows = set(_ROW.findall("\n".join(lines)))
    for line in lines:
        tree = _by_itself(line)
        used = {name.split(".")[0] for name in names(tree)} if tree else rows
        yield _TAGS.sub("", line) if tree and not used & rows else ""


def _by_itself(line: str) -> nodes.Template | None:
    """A line without tags of loops and conditions; None where it cannot be understood."""
    try:
        return environment().parse(_TAGS.sub("", line))
    except jinja2.TemplateSyntaxError:
        return None


def _line(part: TemplatePart, number: int) -> str:
    """A line by the number that Jinja gives it."""
    return part.lines[number - 1] if 0 < number <= len(part.lines) else ""


def _cell(part: TemplatePart, number: int) -> str | None:
    return part.cells[number - 1] if 0 < number <= len(part.cells) else None


def _beyond(
    tree: nodes.Template, part: TemplatePart, known: Mapping[str, Placeholder], place: Place
) -> list[Finding]:
    """What the template language of a letter does not have, or has no bounds."""
    tables = {name: bool(placeholder.fields) for name, placeholder in known.items()}
    return [
        Finding.of(
            messages.TEMPLATE_BEYOND,
            replace(place, cell=_cell(part, line)),
            seen=shorten(_line(part, line)),
            why=why,
        )
        for why, line in language.faults(tree, tables)
    ]


def _broken(part: TemplatePart, known: Mapping[str, Placeholder], place: Place) -> list[Finding]:
    """Tags that would stay in the letter: full-width or spaced braces, or half of them."""
    found = []
    for line, cell in zip(part.lines, part.cells, strict=True):
        text = _WHOLE.sub("", line)
        halves = (match[1] for match in _HALF.finditer(text) if match[1] in known)
        seen = _OPEN.search(text) or _CLOSE.search(text)
        if seen or any(halves):
            at = replace(place, cell=cell)
            found.append(Finding.of(messages.SYNTAX, at, seen=shorten(line), why=_BRACES))
    return found


def names(tree: nodes.Template) -> list[str]:
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
            _collect(node.iter, own, found)
            for part in (*node.body, *node.else_):
                _collect(part, {**own, row: _through(node.iter, own)}, found)
        case nodes.Getattr(node=nodes.Name(name=name)) if name in own:
            if own[name] is not None:
                found[f"{own[name]}.{node.attr}"] = None
        case nodes.Getattr(node=nodes.Name(name=name)):
            # only rows have fields: this one is nobody's
            found[f"{name}..{node.attr}"] = None
        case nodes.Name():
            if node.name not in own and node.ctx == "load":
                found[node.name] = None
        case _:
            for part in node.iter_child_nodes():
                _collect(part, own, found)


def _through(node: nodes.Node, own: Mapping[str, str | None]) -> str | None:
    """What a loop goes through: 结果表, or 结果表.目标 inside it."""
    match node:
        case nodes.Name(name=name):
            return name
        case nodes.Getattr(node=nodes.Name(name=name)) if own.get(name):
            return f"{own[name]}.{node.attr}"
    return None


def _is_known(name: str, known: Mapping[str, Placeholder]) -> bool:
    head, *fields = name.split(".")
    if head not in known:
        return False
    placeholder = known[head]
    match fields:
        case []:
            return True
        case [one]:
            return one in placeholder.fields
        case [one, inner]:
            return inner in placeholder.inner.get(one, ())
    return False


def _unknown(
    name: str, known: Mapping[str, Placeholder], place: Place, part: TemplatePart
) -> Finding:
    head, *fields = name.split(".")
    choices, word = list(known), head
    if head in known and fields:
        placeholder, word = known[head], fields[-1]
        choices = list(placeholder.inner.get(fields[0], ()) if fields[1:] else placeholder.fields)
    near = difflib.get_close_matches(word, choices, n=1, cutoff=0.3)
    hint = f"是不是“{near[0]}”？" if near else ""
    number, text = next(((n, t) for n, t in enumerate(part.lines) if word in t), (0, ""))
    place = replace(place, cell=part.cells[number] if part.cells else None)
    return Finding.of(messages.UNKNOWN, place, seen=shorten(text), name=word, hint=hint)


def shorten(text: str) -> str:
    """A text short enough to be shown in a message."""
    text = " ".join(text.split())
    return text if len(text) <= _EXCERPT else text[: _EXCERPT - 1] + "…"
