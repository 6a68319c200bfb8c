"""LibreOffice as another calculation engine: workbooks without cached values, computed anew."""

import re
import subprocess
import zipfile
from pathlib import Path

from shuangkong.documents.pdf import converter
from shuangkong.running.zips import packed

from tests.documents.recalc import Formula, formulas, same

_CACHED = re.compile(r"(</f>)<v>[^<]*</v>")


def _forgetful(path: Path) -> bytes:
    """The same workbook with every cached value taken out, so that it must be computed."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for name, content in members.items():
        if name.startswith("xl/worksheets/sheet"):
            members[name] = _CACHED.sub(r"\1", content.decode("utf-8")).encode("utf-8")
    return packed(members)


def recomputed(paths: list[Path], work: Path) -> list[Path]:
    """Workbooks with every value as LibreOffice computes it; `work` is a folder of their own."""
    (work / "in").mkdir(parents=True)
    for number, path in enumerate(paths):
        (work / "in" / f"{number:04d}.xlsx").write_bytes(_forgetful(path))
    subprocess.run(
        [
            *(str(converter()), f"-env:UserInstallation={(work / 'profile').as_uri()}"),
            *("--headless", "--convert-to", "xlsx", "--outdir", str(work / "out")),
            *map(str, sorted((work / "in").iterdir())),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return [work / "out" / f"{number:04d}.xlsx" for number in range(len(paths))]


def differences(paths: list[Path], work: Path) -> list[str]:
    """Formula cells that LibreOffice computes to something else than their cached value."""
    wrong = []
    for path, again in zip(paths, recomputed(paths, work), strict=True):
        computed = {(f.sheet, f.cell): f for f in formulas(again)}
        wrong += [w for f in formulas(path) if (w := _difference(path, f, computed))]
    return wrong


def _difference(path: Path, formula: Formula, computed: dict[tuple[str, str], Formula]) -> str:
    found = computed.get((formula.sheet, formula.cell))
    if found is None:
        return f"{path.name} {formula.sheet}!{formula.cell}: gone"
    if same(found.cached, formula.cached):
        return ""
    return (
        f"{path.name} {formula.sheet}!{formula.cell} {formula.text}: "
        f"{found.cached!r} ≠ {formula.cached!r}"
    )
