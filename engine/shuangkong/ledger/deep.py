"""The deep check: what the ledger holds follows again from the files it keeps."""

import json
import tempfile
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from .. import messages, resources
from ..declarations.bundle import Declarations
from ..errors import DeclarationError
from ..intake.files import Reader
from ..running.progress import Progress
from ..vocabulary import Finding, Place
from .canonical import canonical
from .entries import Issue, Submission, snapshots
from .plans import declarations_of
from .received import measure_content, parsed_layouts, read, row_of, verdict_content
from .replay import compared, produced
from .state import state
from .store import Entry, EntryKind, Ledger


def deeply(
    ledger: Ledger, entries: Sequence[Entry], progress: Progress | None = None
) -> Iterator[Finding]:
    """Read every kept file again and repeat every issued assessment; yields what differs."""
    work = [e for e in entries if e.kind in (EntryKind.SUBMISSION, EntryKind.ISSUE)]
    editions = {one.number: one for one in snapshots(ledger)}

    @lru_cache(maxsize=4)
    def declarations(number: int) -> Declarations:
        return declarations_of(ledger, editions[number])

    for done, entry in enumerate(work, start=1):
        if progress:
            progress(f"{entry.kind.chinese} {entry.number}", done, len(work))
        try:
            if entry.kind is EntryKind.SUBMISSION:
                one = Submission.of(entry)
                yield from _reread(ledger, one, declarations(one.declarations))
            else:
                yield from _repeated(ledger, Issue.of(entry))
        except DeclarationError as error:
            yield from error.findings


def _reread(ledger: Ledger, one: Submission, declarations: Declarations) -> Iterator[Finding]:
    """A file read again with the declarations and layouts of its day."""
    layouts = {name: ledger.blob(sha256) for name, sha256 in one.layouts.items()}
    reader = Reader.of(declarations, one.asked, beside=parsed_layouts(layouts, []))
    reading = read(reader, one.file, ledger.blob(one.sha256))
    now = [row_of(observation) for observation in reading.observations]
    then = ledger.rows(one.number)
    scores = json.loads(ledger.blob(one.measures)) if one.measures else []
    rescored = json.loads(canonical([measure_content(row) for row in reading.measures]))
    verdicts = json.loads(ledger.blob(one.verdicts)) if one.verdicts else []
    reheard = json.loads(canonical([verdict_content(v) for v in reading.verdicts]))
    differing = []
    if now != then:
        changed = len({*now} ^ {*then})
        differing.append(f"数据 {len(then)} 条，现读得 {len(now)} 条，{changed} 处不同")
    if rescored != scores:
        differing.append(f"措施得分 {len(scores)} 条，现读得 {len(rescored)} 条")
    if reheard != verdicts:
        differing.append(f"评价 {len(verdicts)} 条，现读得 {len(reheard)} 条")
    if differing:
        detail, place = "；".join(differing), Place(one.name)
        words: dict[str, Any] = {"number": one.number, "name": one.file, "detail": detail}
        if one.engine == resources.version():
            yield Finding.of(messages.REREAD_DIFFERS, place, entity=one.entity, **words)
        else:
            yield Finding.of(
                messages.REREAD_OTHER_VERSION,
                place,
                entity=one.entity,
                then=one.engine,
                now=resources.version(),
                **words,
            )


def _repeated(ledger: Ledger, issue: Issue) -> Iterator[Finding]:
    """An issued assessment made again from what it rested on."""
    found = state(ledger, issue.year, issue.based_on)
    with tempfile.TemporaryDirectory(prefix="shuangkong-") as temporary:
        _, written = produced(ledger, found, issue, Path(temporary) / "again")
    yield from compared(issue, written.files)[1]
