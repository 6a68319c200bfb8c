"""Evidence 佐证 at the desk: typed by content, kept, and tied to its submission in the ledger."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ..errors import DeskError
from ..ledger import attach as ledger
from ..records import dataclass

MOST_BYTES = 30 * 1024 * 1024
#: how people call what the ledger takes
KINDS = {
    "pdf": "PDF",
    "png": "图片 PNG",
    "jpg": "图片 JPEG",
    "docx": "Word 文档",
    "xlsx": "Excel 表格",
}


def kind_of(name: str, data: bytes) -> str:
    """What a piece of evidence is, in words.

    Raises:
        DeskError: it is empty or too large.
        LedgerError: it is of a kind that the ledger does not take.
    """
    if not data:
        raise DeskError(f"{name}：是空文件\n    怎么改：选对文件后重新上传")
    if len(data) > MOST_BYTES:
        raise DeskError(f"{name}：超过 {MOST_BYTES // 2**20} MB\n    怎么改：压缩或拆分后再上传")
    return KINDS[ledger.typed(name, data)]


@dataclass(frozen=True, slots=True)
class Proof:
    """A file that was added to a round: by whom, and what it is to prove."""

    name: str
    sha256: str
    data: bytes
    by: str
    about: str


def into_ledger(
    workspace: Path, submission: int, proofs: Iterable[Proof], earlier: Iterable[int] = ()
) -> None:
    """Tie files to a submission in the ledger; those that it or `earlier` ones have are left.

    Raises:
        LedgerError: one cannot be kept.
    """
    numbers = {submission, *earlier}
    have = {one.sha256 for one in ledger.attached(workspace) if one.entry in numbers}
    for proof in proofs:
        if proof.sha256 in have:
            continue
        have.add(proof.sha256)
        with laid([(proof.name, proof.data)]) as paths:
            ledger.attach(workspace, str(submission), paths, proof.by, note=proof.about or None)


@contextmanager
def laid(given: Sequence[tuple[str, bytes]]) -> Iterator[list[Path]]:
    """Files in a temporary folder, for as long as it is needed.

    Raises:
        DeskError: two have the same name.
    """
    if len({name for name, _ in given}) < len(given):
        raise DeskError("有两个文件同名\n    怎么改：改名后再上传")
    with tempfile.TemporaryDirectory(prefix="shuangkong-") as folder:
        paths = [Path(folder) / name for name, _ in given]
        for path, (_, data) in zip(paths, given, strict=True):
            path.write_bytes(data)
        yield paths
