"""What the workers know how to do, by kind of job."""

from collections.abc import Mapping

from .checking import check, self_check, sign
from .drafts import draft_all
from .issuing import issue
from .jobs import Task

TASKS: Mapping[str, Task] = {
    "check": check,
    "sign": sign,
    "self_check": self_check,
    "issue": issue,
    "draft_all": draft_all,
}
