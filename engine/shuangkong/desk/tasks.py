"""What the workers know how to do, by kind of job."""

from collections.abc import Mapping

from .jobs import Task

TASKS: Mapping[str, Task] = {}
