"""Fonts that official layout asks for, and what stands in when they are not installed.

Documents always name the first font of a chain, so that their bytes do not depend on the
machine; only a PDF, made here and now, is set in what there is, and a report says so.
"""

import io
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Mapping

from ..records import dataclass
from ..running.zips import packed

#: each font asked for, and what may stand in for it, best first
CHAINS: Mapping[str, tuple[str, ...]] = {
    "方正小标宋简体": (
        "方正小标宋_GBK",
        "FZXiaoBiaoSong-B05S",
        "华文中宋",
        "STZhongsong",
        "Source Han Serif SC",
        "Noto Serif CJK SC",
    ),
    "仿宋_GB2312": (
        "仿宋",
        "FangSong",
        "华文仿宋",
        "STFangsong",
        "方正仿宋_GBK",
        "Source Han Serif SC",
        "Noto Serif CJK SC",
    ),
    "楷体_GB2312": (
        "楷体",
        "KaiTi",
        "华文楷体",
        "STKaiti",
        "方正楷体_GBK",
        "Source Han Serif SC",
        "Noto Serif CJK SC",
    ),
    "黑体": ("SimHei", "华文黑体", "STHeiti", "Source Han Sans SC", "Noto Sans CJK SC"),
    "宋体": ("SimSun", "华文宋体", "STSong", "Source Han Serif SC", "Noto Serif CJK SC"),
    "Times New Roman": ("Liberation Serif", "Nimbus Roman", "Noto Serif"),
}


@dataclass(frozen=True, slots=True)
class Substitution:
    """A font asked for, and the one used instead; None when the chain has none installed."""

    wanted: str
    used: str | None

    def __str__(self) -> str:
        if self.used is None:
            return f"{self.wanted}：本机没有安装，也没有可替代的字体，由排版软件自行选择"
        return f"{self.wanted}：本机没有安装，以“{self.used}”代替"


def installed() -> frozenset[str]:
    """Names of the fonts on this machine; empty when they cannot be found out."""
    if sys.platform == "win32":
        return _registered()
    lister = shutil.which("fc-list")
    if lister is None:
        return frozenset()
    try:
        done = subprocess.run(
            [lister, "--format", "%{family}\n"],
            capture_output=True,
            timeout=30,
            check=True,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    text = done.stdout.decode("utf-8", errors="replace")
    return frozenset(name.strip() for line in text.splitlines() for name in line.split(","))


def _registered() -> frozenset[str]:
    """Font names from the Windows registry: ‘仿宋 & 新仿宋 (TrueType)’."""
    if sys.platform != "win32":
        return frozenset()
    import winreg

    found: set[str] = set()
    path = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Fonts"
    with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, path) as key:
        for number in range(winreg.QueryInfoKey(key)[1]):
            name = winreg.EnumValue(key, number)[0]
            found.update(part.strip() for part in name.split("(")[0].split("&"))
    return frozenset(found)


def substitutions(fonts: Iterable[str]) -> tuple[Substitution, ...]:
    """What stands in for each font that is not among those installed."""
    known = frozenset(fonts)
    return tuple(
        Substitution(wanted, next((f for f in chain if f in known), None))
        for wanted, chain in CHAINS.items()
        if wanted not in known
    )


def substituted(content: bytes, changes: Iterable[Substitution]) -> bytes:
    """A docx or xlsx that names the fonts used instead of those wanted, for making a PDF."""
    names = [(c.wanted, c.used) for c in changes if c.used is not None]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for name, part in members.items():
        if name.endswith(".xml"):
            text = part.decode("utf-8")
            for wanted, used in names:
                text = text.replace(f'="{wanted}"', f'="{used}"')
            members[name] = text.encode("utf-8")
    return packed(members)


def report(changes: Iterable[Substitution]) -> str:
    """The substitutions in words, for whoever looks at a PDF."""
    lines = [str(c) for c in changes]
    if not lines:
        return "字体齐全，没有替换。\n"
    head = "PDF 中下列字体作了替换，版面可能与正式印制的略有不同；docx 和 xlsx 中的字体没有改动。"
    return "\n".join([head, *lines]) + "\n"
