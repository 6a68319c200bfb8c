"""The plan's declarations in the ledger: taken over when they change, put back to be loaded."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from .. import messages, resources
from ..declarations.bundle import Declarations
from ..declarations.reading import Loaded, read_with_sources
from ..errors import DeclarationError, LedgerError
from ..vocabulary import Finding, Place
from .canonical import digest
from .entries import Snapshot, snapshots
from .store import EntryKind, Ledger, LedgerAct
from .trust import inside


@dataclass(frozen=True)
class Edition:
    """Declarations with the bytes of every file they were loaded from."""

    declarations: Declarations
    folder: str
    files: Mapping[str, bytes]

    @property
    def hashes(self) -> dict[str, str]:
        """The hash of every file."""
        return dict(sorted(self.declarations.hashes.items()))


def edition_of(plan: str) -> Edition:
    """A shipped plan, or one in a folder, as it is now.

    Raises:
        ShuangkongError: there is no such plan, it has faults, or it is being edited.
    """
    # with all checks of what declarations mean, which loading recorded ones does without
    from ..declarations.load import folder_of, load

    folder = folder_of(plan)
    declarations = load(folder)
    files: dict[str, bytes] = {}
    for name, wanted in declarations.hashes.items():
        files[name] = _bytes(folder / name)
        if digest(files[name]) != wanted:
            raise LedgerError.of(Finding.of(messages.PLAN_MOVING, Place(folder.name), name=name))
    return Edition(declarations, folder.resolve().name, files)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        place = Place(path.parent.name)
        raise LedgerError.of(Finding.of(messages.PLAN_MOVING, place, name=path.name)) from error


def adopt(act: LedgerAct, edition: Edition, by: str | None) -> int:
    """Record the declarations when they differ from the last recorded; the entry that has them."""
    last = latest(act.ledger)
    if last is not None and dict(last.files) == edition.hashes and last.folder == edition.folder:
        return last.number
    for data in edition.files.values():
        act.keep(data)
    content = {
        "plan": edition.declarations.plan.id,
        "folder": edition.folder,
        "files": edition.hashes,
        "by": by,
        "engine": resources.version(),
    }
    return act.add(EntryKind.DECLARATIONS, content).number


def latest(ledger: Ledger, upto: int | None = None) -> Snapshot | None:
    """The declarations in force after an entry; None while there are none."""
    found = snapshots(ledger, upto) if ledger.head else ()
    return found[-1] if found else None


def plan_of(ledger: Ledger) -> str | None:
    """The id of the plan a ledger is for; None while it is empty."""
    found = latest(ledger)
    return found.plan if found else None


def same_plan(ledger: Ledger, plan: str) -> None:
    """Refuse declarations of another plan.

    Raises:
        LedgerError: they are of another plan.
    """
    found = plan_of(ledger)
    if found is not None and found != plan:
        place = Place(ledger.path.name)
        raise LedgerError.of(Finding.of(messages.OTHER_PLAN, place, found=found, wanted=plan))


@contextmanager
def laid_out(ledger: Ledger, files: Mapping[str, str], name: str) -> Iterator[Path]:
    """Kept files in a temporary folder of the given name, for as long as it is needed."""
    with _folder(name, ((path, ledger.blob(sha256)) for path, sha256 in files.items())) as folder:
        yield folder


@contextmanager
def _folder(name: str, files: Iterable[tuple[str, bytes]]) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="shuangkong-") as temporary:
        folder = Path(temporary) / name
        folder.mkdir()
        for path, data in files:
            target = inside(folder, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        yield folder


@lru_cache(maxsize=2)
def _read(name: str, files: tuple[tuple[str, bytes], ...]) -> Loaded:
    """Recorded declarations, read once for every act of a desk that rests on the same."""
    with _folder(name, files) as folder:
        # what they mean was checked when they were recorded, by the checks of that day
        return read_with_sources(folder)


def declarations_of(ledger: Ledger, snapshot: Snapshot) -> Declarations:
    """The declarations of a snapshot, loaded as on its day; messages name its files alike.

    Raises:
        DeclarationError: this version of the program no longer reads them.
    """
    files = tuple((path, ledger.blob(sha256)) for path, sha256 in snapshot.files.items())
    loaded = _read(snapshot.folder, files)
    if loaded.declarations is None or loaded.findings:
        listed = "\n".join(map(str, loaded.findings))
        message = f"第 {snapshot.number} 号规划声明读不了：\n{listed}"
        raise DeclarationError(message, loaded.findings)
    return loaded.declarations


def edition_in_force(ledger: Ledger, plan: str | None) -> Edition:
    """The plan as given, else as the ledger last recorded it.

    Raises:
        LedgerError: the plan given is another one than the ledger's.
    """
    if plan is not None:
        edition = edition_of(plan)
        same_plan(ledger, edition.declarations.plan.id)
        return edition
    snapshot = latest(ledger)
    assert snapshot is not None, "a ledger's first act records declarations"
    files = {path: ledger.blob(sha256) for path, sha256 in snapshot.files.items()}
    return Edition(declarations_of(ledger, snapshot), snapshot.folder, files)


def shipped_differs(snapshot: Snapshot) -> tuple[str, ...]:
    """Files in which the shipped plan of the same id differs from a snapshot."""
    folder = resources.targets() / snapshot.folder
    if not (folder / "plan.yaml").is_file():
        return ()
    shipped = read_with_sources(folder).declarations
    found = shipped.hashes if shipped else {}
    names = {*found, *snapshot.files}
    return tuple(sorted(n for n in names if found.get(n) != snapshot.files.get(n)))
