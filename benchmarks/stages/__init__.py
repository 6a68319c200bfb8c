"""All stages in the order of the table."""

from ..stage import Stage
from . import checks, documents, evaluation, reading, startup, whole

STAGES: tuple[Stage, ...] = (
    *startup.STAGES,
    *reading.STAGES,
    *checks.STAGES,
    *evaluation.STAGES,
    *documents.STAGES,
    *whole.STAGES,
)
