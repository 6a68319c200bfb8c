"""The shipped plans at a glance, read from the head of each plan.yaml and nothing else."""

from pathlib import Path
from typing import NamedTuple

import yaml


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


def _root(text: str) -> yaml.Node | None:
    """The root of a file; None when it is not YAML, whose faults `plan check` tells."""
    try:
        root: yaml.Node | None = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        return None
    return root


def _listed(folder: Path) -> Listed:
    text = (folder / "plan.yaml").read_bytes().decode("utf-8-sig", errors="replace")
    keys = _words(_root(text))
    period = _words(keys.get("period"))
    title = _word(keys.get("title")) or "（plan.yaml 有错误，请运行 shuangkong plan check）"
    first, last = _word(period.get("first")), _word(period.get("last"))
    return Listed(folder.name, title, f"{first}—{last}" if first and last else "")


def _words(node: yaml.Node | None) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {key.value: value for key, value in node.value}


def _word(node: yaml.Node | None) -> str:
    return node.value.strip() if isinstance(node, yaml.ScalarNode) else ""
