"""What has to hold for every file, however it was damaged."""

import contextlib
import io
import json
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from random import Random

from shuangkong.api import submissions as api
from shuangkong.api.given import load
from shuangkong.declarations.bundle import Declarations
from shuangkong.intake.annotate import copied
from shuangkong.intake.files import FileReading, Reader
from shuangkong.intake.reading import limits
from shuangkong.intake.show import as_data
from shuangkong.intake.show_text import as_text
from shuangkong.ledger.received import read as received

from tests.fuzz.mutators import MUTATORS
from tests.fuzz.originals import originals

PLAN, YEAR = "hebei-13fyp", 2020
SECONDS = 10
#: the program failed: what no file may bring about
FAILED = "SK-I200"
_LETTERS = str.maketrans("0123456789", "甲乙丙丁戊己庚辛壬癸")


@dataclass(frozen=True)
class Case:
    """A damaged file, made again from its number."""

    number: int
    name: str
    data: bytes


def _named(number: int, ending: str) -> str:
    """A name of its own without digits, which would be read as years or codes of places."""
    return f"变异{str(number).translate(_LETTERS)}.{ending}"


def case(number: int) -> Case:
    """The case of a number."""
    chance = Random(number)
    ending = chance.choice(list(MUTATORS))
    data = chance.choice(originals()[ending])
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        try:
            data = MUTATORS[ending](data, chance)
        except Exception:  # a second damage may not fit what the first has left
            break
    return Case(number, _named(number, ending), data)


def faults(cases: Sequence[Case]) -> list[str | None]:
    """What does not hold for each of some cases that come in one folder; None where all does.

    Where anything does not hold, each is tried alone, which names it. The seconds are those of
    one file: where only some together take longer, that is their sum.
    """
    together, seconds = _tried(cases)
    if len(cases) == 1:
        return [together or _too_long(seconds)]
    if together is None and seconds <= SECONDS:
        return [None] * len(cases)
    alone = [faults([one])[0] for one in cases]
    if together and not any(alone):
        return [f"only beside others: {together}", *alone[1:]]
    return alone


def _too_long(seconds: float) -> str | None:
    return f"{seconds:.1f} s" if seconds > SECONDS else None


def _tried(cases: Sequence[Case]) -> tuple[str | None, float]:
    """What does not hold, and the seconds of the longest act."""
    said = io.StringIO()
    # checking, marking, reading a copy again, recording and showing are acts of their own
    laps = [time.process_time()]
    os.environ["SHUANGKONG_DEBUG"] = "1"
    try:
        with contextlib.redirect_stderr(said):
            found = _fault(cases, lambda: laps.append(time.process_time()))
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        import traceback

        return "".join(traceback.format_exception(error)), 0
    finally:
        del os.environ["SHUANGKONG_DEBUG"]
    laps.append(time.process_time())
    seconds = max(end - begin for begin, end in pairwise(laps))
    if found == FAILED:
        found = said.getvalue() or FAILED
    return found, seconds


@cache
def _plan() -> Declarations:
    return load(PLAN)


def _fault(cases: Sequence[Case], act_ends: Callable[[], None]) -> str | None:
    report = api.check(_plan(), YEAR, {one.name: one.data for one in cases})
    act_ends()
    findings = list(report.findings)
    files = report.reading.files
    for one in cases:
        mine = [file for file in files if _of(one, file.name)]
        said = any(len(cases) == 1 or (f.place and _of(one, f.place.file)) for f in findings)
        if not said and not mine:
            return f"nothing was read of {one.name} and nothing said"
        for file in mine:
            if file.book is None and not (file.findings or said):
                return f"{file.name} was not read and nothing said"
            wrong = _unaccounted(file)
            if wrong:
                return wrong
            if file.book is not None and file.data is not None and one.number % 3 == 0:
                marks = report.of_file(file.name)
                content, told = copied(file.data, file.book, marks, report.rules)
                act_ends()
                findings += [*told, *_read_again(content)]
                act_ends()
            if one.number % 3 == 1 and file.data is not None:
                reading = received(Reader.of(_plan(), YEAR), file.name, file.data)
                findings += reading.findings
                act_ends()
    json.dumps(as_data(files), allow_nan=False).encode("utf-8")
    as_text(files, report.reading.about).encode("utf-8")
    return FAILED if any(finding.kind == FAILED for finding in findings) else None


def _of(one: Case, name: str) -> bool:
    return name == one.name or name.startswith((f"{one.name}/", f"{one.name}!"))


def _read_again(content: bytes) -> list[object]:
    """What is found in a marked copy, which has to be a workbook."""
    found = api.read(None, None, {"副本.xlsx": content})
    assert found.files[0].book is not None, found.files[0].findings
    return list(found.findings)


def _unaccounted(file: FileReading) -> str | None:
    """A cell that became nothing, or lies where there is none."""
    for sheet in file.sheets:
        facts = {(fact.cell.cell.row, fact.cell.cell.col) for fact in sheet.facts}
        for cell in sheet.sheet.cells:
            if not (1 <= cell.row <= limits.ROWS and 1 <= cell.col <= limits.COLUMNS):
                return f"{cell.address} is beyond every sheet"
            place = cell.row, cell.col
            known = place in facts or place in sheet.left or cell.address in sheet.observed
            if cell.text.strip() and not known:
                return f"{sheet.sheet.name}!{cell.address} is unaccounted: {cell.text[:40]!r}"
    return None
