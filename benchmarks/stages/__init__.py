"""All stages in the order of the table."""

from ..stage import Stage
from . import again, checks, desk, documents, engines, evaluation, reading, startup, warm, whole

STAGES: tuple[Stage, ...] = (
    *startup.STAGES,
    *reading.STAGES,
    *checks.STAGES,
    *evaluation.STAGES,
    *engines.STAGES,
    *documents.STAGES,
    *again.STAGES,
    *warm.STAGES,
    *whole.STAGES,
    *desk.STAGES,
)
