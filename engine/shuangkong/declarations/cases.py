"""cases/*.yaml of a plan folder → worked cases; every fault with its line and its mend."""

from pathlib import Path

from ..errors import DeclarationError
from ..vocabulary.case import Case
from .folder import Folder


def load_cases(folder: Path) -> tuple[Case, ...]:
    """The worked cases of a plan, in order of file and place; none when it has none.

    Raises:
        DeclarationError: with every fault found in the files.
    """
    source = Folder(folder)
    cases = source.records(source.under("cases"), "cases", Case)
    if source.findings:
        listed = "\n".join(str(f) for f in source.findings)
        count = len(source.findings)
        raise DeclarationError(
            f"规划 {folder.name} 的案例有 {count} 处错误：\n{listed}", source.findings
        )
    return tuple(cases.values())
