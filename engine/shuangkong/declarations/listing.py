"""The shipped plans at a glance, read from the head of each plan.yaml and nothing else.

Three plain lines tell a plan; only where they are written otherwise is YAML read, whose library
takes longer to import than all plans to list.
"""

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import yaml

#: a line at the left edge that is a key and a text without quotes, comments or other marks
_TITLE = re.compile(r"^title: ([^\s'\"\[\]{}|>&*!%@`#?,-][^#:\n]*)\n(?=\w)", re.MULTILINE)
_PERIOD = re.compile(r"^period:\n((?:  \w+: \d{4}\n)+)(?=\w|\Z|\n)", re.MULTILINE)
_END = re.compile(r"^  (first|last): (\d{4})$", re.MULTILINE)


class Listed(NamedTuple):
    """A plan's id, title and period (2016—2020); `title` says so when it cannot be read."""

    id: str
    title: str
    period: str


def listing(root: Path) -> tuple[Listed, ...]:
    """All plans in a folder of plans, by id. Never raises for a plan that has faults."""
    if not root.is_dir():
        return ()
    folders = sorted(p for p in root.iterdir() if (p / "plan.yaml").is_file())
    return tuple(_listed(folder) for folder in folders)


def _listed(folder: Path) -> Listed:
    text = (folder / "plan.yaml").read_bytes().decode("utf-8-sig", errors="replace")
    title, ends = _plain(text) or _from_yaml(text)
    first, last = ends.get("first"), ends.get("last")
    return Listed(folder.name, title, f"{first}—{last}" if first and last else "")


def _plain(text: str) -> tuple[str, dict[str, str]] | None:
    """Title, first and last year where each stands on a line of its own; else None."""
    titles, periods = _TITLE.findall(text), _PERIOD.findall(text)
    if len(titles) != 1 or len(periods) != 1:
        return None
    return titles[0].strip(), dict(_END.findall(periods[0]))


def _from_yaml(text: str) -> tuple[str, dict[str, str]]:
    """The same by YAML; a title that says so when it is not YAML, whose faults `check` tells."""
    import yaml

    try:
        keys = _words(yaml.compose(text, Loader=yaml.CSafeLoader))
    except yaml.YAMLError:
        keys = {}
    title = _word(keys.get("title")) or "（plan.yaml 有错误，请运行 shuangkong plan check）"
    return title, {key: _word(node) for key, node in _words(keys.get("period")).items()}


def _words(node: "yaml.Node | None") -> "dict[str, yaml.Node]":
    import yaml

    if not isinstance(node, yaml.MappingNode):
        return {}
    return {key.value: value for key, value in node.value}


def _word(node: "yaml.Node | None") -> str:
    import yaml

    return node.value.strip() if isinstance(node, yaml.ScalarNode) else ""
