"""How a job tells what it is at: stages by name, and in each of them the thing just done."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

#: Called with a thing's name, its number, and the number of all things.
Progress = Callable[[str, int, int], None]
#: Entered with the name of a stage, gives what is called while the stage lasts.
Stage = Callable[[str], AbstractContextManager[Progress]]

READING, CHECKING = "读取 reading", "审核 checking"
ASSESSING, WRITING = "评定 assessing", "写出 writing"


@contextmanager
def silent(_stage: str) -> Iterator[Progress]:
    """Nobody is told."""
    yield lambda _name, _done, _all: None
