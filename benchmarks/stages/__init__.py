"""All stages in the order of the table."""

from ..stage import Stage
from . import checks, documents, engines, evaluation, reading, startup, whole

STAGES: tuple[Stage, ...] = (
    *startup.STAGES,
    *reading.STAGES,
    *checks.STAGES,
    *evaluation.STAGES,
    *engines.STAGES,
    *documents.STAGES,
    *whole.STAGES,
)
