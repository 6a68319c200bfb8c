"""A layout to adjust: what a table leaves open, in as few lines as will say it."""

from collections.abc import Sequence

from .reading import Book
from .tables.facts import Fact


def skeleton(book: Book, facts: Sequence[Fact], known: Sequence[str]) -> str:
    """A layout to adjust: what the table did not say is left open, its headers are listed."""
    lines = [
        "# 版式声明：只补充表里没有写的内容；表里写明的以表为准。",
        "# 去掉行首的“# ”并填写。各键的含义见 docs/intake.md。",
        f'file: "{book.name.rpartition("/")[2]}"',
    ]
    missing = {
        "entity": ("考核对象", [f for f in facts if f.entity is None]),
        "period": ("期间，如 2019", [f for f in facts if f.period is None]),
        "unit": ("计量单位，如 万吨标准煤", [f for f in facts if f.unit is None]),
    }
    for name, (meaning, without) in missing.items():
        if without:
            lines.append(f"# {name}:            # {meaning}；有 {len(without)} 个数值没有写明")
    lines += ["# vintage: 最终核实    # 快报、初步核算、最终核实、普查修订", "# authority: 核定"]
    unknown = list(dict.fromkeys(f.indicator for f in facts if f.indicator not in known))
    if unknown:
        lines.append("# headers:            # 表头或行名各是哪个指标")
        lines += [f'#   - {{says: "{_escaped(name)}", indicator: }}' for name in unknown[:60]]
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
