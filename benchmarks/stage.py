"""What a stage is: contestants on the same data, the floor among them, and what is asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .timing import Work

Prepare = Callable[[Path, int], Mapping[str, Work]]


@dataclass(frozen=True)
class Stage:
    """One line of the table of goals.

    `prepare` makes the data of a size in a folder and gives the contestants by name, the floor
    first. `goals` are the most a contestant may take, as ratios to the floor. `sizes` are the
    four sizes of the growth plot, counted in `unit`; the table is measured at `size`.
    """

    id: str
    title: str
    prepare: Prepare
    goals: Mapping[str, float]
    unit: str
    size: int
    quick: int
    sizes: tuple[int, ...] = ()
    rounds: int = 5
    #: every run starts new processes: a round to warm up would take minutes and tell nothing
    cold: bool = False
    #: what must be said beside the figures
    note: str = ""
    #: modules without which it cannot run
    needs: tuple[str, ...] = ()
    #: what is profiled when a goal is missed; the main contestant where nothing is said
    profiled: Prepare | None = None
    #: peak memory: contestant → most it may take, as a multiple of its table
    memory: Mapping[str, float] = field(default_factory=dict)
    #: most MiB that a contestant's processes may have together
    most: Mapping[str, int] = field(default_factory=dict)
