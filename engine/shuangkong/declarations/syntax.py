"""YAML text → nodes, guarded: every complaint of the parser becomes a finding with its place."""

import re

import yaml

from .. import messages
from ..vocabulary import Finding, Place
from .yaml_words import said

#: Larger than any plan; beyond it the file is surely another one.
LARGEST = 5_000_000
_DEEPEST = 50
_NOT_TEXT = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CHAIN = re.compile(r"(?:[-?:][ \t]+){50}")


class _Composer(yaml.CBaseLoader):
    """Nodes as they are written: what type a scalar has is told by the key it stands under."""

    def resolve(self, kind: object, value: object, implicit: object) -> str:
        return ""

    def descend_resolver(self, node: object, index: object) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass


def compose(text: str, file: str, findings: list[Finding]) -> yaml.Node | None:
    """The root node of a YAML text, None when it is empty or has a fault."""
    strange = _NOT_TEXT.search(text)
    if strange:
        place = place_at(file, text, strange.start())
        reason = "文件里有看不见的控制字符"
        mend = "删去这个字符，重新输入"
        findings.append(Finding.of(messages.YAML_BROKEN, place, reason=reason, mend=mend))
        return None
    if _too_deep(text):
        findings.append(Finding.of(messages.TOO_DEEP, Place(file)))
        return None
    try:
        root: yaml.Node | None = yaml.compose(text, Loader=_Composer)
    except yaml.MarkedYAMLError as error:
        findings.append(_complaint(error, text, file))
        return None
    if root is None or ("*" in text and "&" in text and _has_alias(root, file, findings)):
        return None
    return root


def place_at(file: str, text: str, index: int) -> Place:
    """Line and column of a character of a text."""
    before = text.rfind("\n", 0, index) + 1
    return Place(file, text.count("\n", 0, index) + 1, index - before + 1)


def _too_deep(text: str) -> bool:
    """Nesting that could exhaust the stack of the parser, which is written in C."""
    if len(text) > LARGEST or _CHAIN.search(text):
        return True
    depth = 0
    for bracket in re.findall(r"[\[\]{}]", text):
        depth = max(0, depth + (1 if bracket in "[{" else -1))
        if depth > _DEEPEST:
            return True
    return "\n" + " " * (40 * _DEEPEST + 1) in f"\n{text}"


def _complaint(error: yaml.MarkedYAMLError, text: str, file: str) -> Finding:
    lines = text.split("\n")
    late = error.problem_mark or error.context_mark
    began = error.context_mark or late
    if late is None or began is None:  # pragma: no cover - the parser always marks its complaints
        words = said(error.problem or "", "", "")
        return Finding.of(messages.YAML_BROKEN, Place(file), reason=words.reason, mend=words.mend)
    line = lines[began.line] if began.line < len(lines) else ""
    stopped = lines[late.line][late.column : late.column + 1] if late.line < len(lines) else ""
    words = said(error.problem or "", line, stopped)
    mark = began if words.early else late
    place = Place(file, mark.line + 1, mark.column + 1)
    shown = line if words.early else (lines[late.line] if late.line < len(lines) else "")
    return Finding.of(
        messages.YAML_BROKEN, place, seen=shown.strip()[:40], reason=words.reason, mend=words.mend
    )


def _has_alias(root: yaml.Node, file: str, findings: list[Finding]) -> bool:
    """An aliased node is composed once and met twice; refused, as it could grow without end."""
    met: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if id(node) in met:
            place = Place(file, node.start_mark.line + 1, node.start_mark.column + 1)
            findings.append(Finding.of(messages.ALIAS_USED, place))
            return True
        met.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting.extend(node.value)
        elif isinstance(node, yaml.MappingNode):
            waiting.extend(part for pair in node.value for part in pair)
    return False
