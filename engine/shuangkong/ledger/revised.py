"""What a year's results owe to decisions on submissions: late ones that count, others that do not.

No number of the ledger is told: results go to those whom they are about.
"""

from collections.abc import Iterator, Mapping

from ..intake.files import FileReading
from ..intake.submissions import Reading
from ..vocabulary.versions import counting
from .entries import Submission
from .state import Use, YearState

ACCEPTED = "签发后收到的修订数据经裁定采用"
REJECTED = "所报送的数据有经裁定不采用的"


def revised(found: YearState, reading: Reading) -> Mapping[str, tuple[str, ...]]:
    """By entity, what was decided on the files that its figures, points and verdicts are from.

    What came after the year's first issue counts by a decision only; what came before it does not
    count by a decision only.
    """
    first = next((i for i in found.issues if i.number not in found.seconds.refused), None)

    def late(one: Submission) -> bool:
        return first is not None and one.number > first.based_on

    said: dict[str, tuple[str, ...]] = {}
    names = {one.name for one in found.used if late(one)}
    for entity in sorted(set(_told_by(reading, names)) if names else ()):
        said[entity] = (ACCEPTED,)
    for one in found.those(Use.REJECTED):
        if one.entity is not None and not late(one) and REJECTED not in said.get(one.entity, ()):
            said[one.entity] = (*said.get(one.entity, ()), REJECTED)
    return said


def _told_by(reading: Reading, names: set[str]) -> Iterator[str]:
    """The entities of which files say something that counts."""
    used = counting(reading.observations, ("entity", "indicator", "period"))
    yield from used.filter(used["file"].is_in(list(names)))["entity"]
    for file in reading.files:
        if file.name in names:
            yield from _beside(file)


def _beside(file: FileReading) -> Iterator[str]:
    """Of whom a file says something that is no figure."""
    yield from (str(row["entity"]) for row in file.measures)
    yield from (one.entity for one in file.verdicts)
    yield from (one.entity for one in file.allocations)
