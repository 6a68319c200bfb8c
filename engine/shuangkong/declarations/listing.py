"""The shipped plans at a glance, read from the head of each plan.yaml and nothing else.

A few plain lines tell a plan; only where they are written otherwise is YAML read, whose library
takes longer to import than all plans to list.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import yaml

#: a line at the left edge that is a key and a text without quotes, comments or other marks
_TITLE = re.compile(r"^title: ([^\s'\"\[\]{}|>&*!%@`#?,-][^#:\n]*)\n(?=\w)", re.MULTILINE)
_PERIOD = re.compile(r"^period:\n((?:  \w+: \d{4}\n)+)(?=\w|\Z|\n)", re.MULTILINE)
_DRAFT = re.compile(r"^draft: (true|false)$", re.MULTILINE)
_END = re.compile(r"^  (first|last): (\d{4})$", re.MULTILINE)


class InForce(StrEnum):
    """Where a plan stands in a year, those in force first."""

    IN_FORCE = "in_force"
    TO_COME = "to_come"
    DRAFT = "draft"  #: never issued, whatever its period
    OVER = "over"
    UNKNOWN = "unknown"  #: its period cannot be read

    @property
    def chinese(self) -> str:
        """The field's word."""
        return {
            "in_force": "执行中",
            "to_come": "未开始",
            "draft": "讨论稿",
            "over": "已到期",
            "unknown": "",
        }[self.value]


class ListedPlan(NamedTuple):
    """A plan's id, title and period (2016—2020); `title` says so when it cannot be read."""

    id: str
    title: str
    period: str
    draft: bool = False

    def standing(self, year: int) -> InForce:
        """Where it stands in a year."""
        first, _, last = self.period.partition("—")
        if self.draft:
            return InForce.DRAFT
        if not (first.isdigit() and last.isdigit()):
            return InForce.UNKNOWN
        if year < int(first):
            return InForce.TO_COME
        return InForce.OVER if year > int(last) else InForce.IN_FORCE


def listing(root: Path) -> tuple[ListedPlan, ...]:
    """All plans in a folder of plans, by id. Never raises for a plan that has faults."""
    if not root.is_dir():
        return ()
    folders = sorted(p for p in root.iterdir() if (p / "plan.yaml").is_file())
    return tuple(_listed(folder) for folder in folders)


def by_standing(plans: Iterable[ListedPlan], year: int) -> tuple[ListedPlan, ...]:
    """Plans as a family: by where they stand in a year, then the latest period first, then id."""
    order = list(InForce)

    def place(one: ListedPlan) -> tuple[int, str, str, str]:
        first, _, last = one.period.partition("—")
        return order.index(one.standing(year)), _backwards(first), _backwards(last), one.id

    return tuple(sorted(plans, key=place))


def _backwards(year: str) -> str:
    return str(9999 - int(year)) if year.isdigit() else "9999"


def _listed(folder: Path) -> ListedPlan:
    text = (folder / "plan.yaml").read_bytes().decode("utf-8-sig", errors="replace")
    title, ends = _plain(text) or _from_yaml(text)
    first, last = ends.get("first"), ends.get("last")
    period = f"{first}—{last}" if first and last else ""
    return ListedPlan(folder.name, title, period, ends.get("draft") == "true")


def _plain(text: str) -> tuple[str, dict[str, str]] | None:
    """Title, first and last year, and `draft` where it is told; None unless on plain lines."""
    titles, periods, drafts = _TITLE.findall(text), _PERIOD.findall(text), _DRAFT.findall(text)
    if len(titles) != 1 or len(periods) != 1 or len(drafts) > 1:
        return None
    return titles[0].strip(), dict(_END.findall(periods[0]) + [("draft", one) for one in drafts])


def _from_yaml(text: str) -> tuple[str, dict[str, str]]:
    """The same by YAML; a title that says so when it is not YAML, whose faults `check` tells."""
    import yaml

    try:
        keys = _words(yaml.compose(text, Loader=yaml.CSafeLoader))
    except yaml.YAMLError:
        keys = {}
    title = _word(keys.get("title")) or "（plan.yaml 有错误，请运行 shuangkong plan check）"
    ends = {key: _word(node) for key, node in _words(keys.get("period")).items()}
    return title, ends | {"draft": _word(keys.get("draft"))}


def _words(node: "yaml.Node | None") -> "dict[str, yaml.Node]":
    import yaml

    if not isinstance(node, yaml.MappingNode):
        return {}
    return {key.value: value for key, value in node.value}


def _word(node: "yaml.Node | None") -> str:
    import yaml

    return node.value.strip() if isinstance(node, yaml.ScalarNode) else ""
