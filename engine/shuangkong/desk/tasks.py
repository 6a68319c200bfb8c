"""What the workers know how to do, by kind of job."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from .checking import check, check_several, self_check
from .drafts import draft_all
from .issuing import issue
from .jobs import Job, Task
from .signing import sign

TASKS: Mapping[str, Task] = {
    "check": check,
    "sign": sign,
    "self_check": self_check,
    "issue": issue,
    "draft_all": draft_all,
}

#: kinds of which a worker takes several that wait: the task that does each of them
SEVERAL: Mapping[str, Callable[[Path, Sequence[Job]], Task]] = {"check": check_several}
